namespace Environs.Operator.Environments;

/// <summary>Reasons of an Environment's conditions and events: constants, since programs compare them.</summary>
internal static class EnvironmentReasons
{
    public const string Accepted = "Accepted";
    public const string InvalidResource = "InvalidResource";
    public const string NoDefaultClass = "NoDefaultClass";
    public const string ClassNotFound = "ClassNotFound";
    public const string ClassDisabled = "ClassDisabled";
    public const string ClassInvalid = "ClassInvalid";

    public const string Creating = "Creating";
    public const string Starting = "Starting";
    public const string Running = "Running";
    public const string Replacing = "Replacing";
    public const string Stopping = "Stopping";
    public const string Stopped = "Stopped";
    public const string Deleting = "Deleting";

    public const string Initializing = "Initializing";
    public const string ContentReady = "ContentReady";
    public const string NothingToClone = "NothingToClone";
    public const string ContentFailed = "ContentFailed";
    public const string ContentRefused = "ContentRefused";

    public const string DevcontainerFailed = "DevcontainerFailed";
    public const string Rebuilding = "Rebuilding";
    public const string RunningLifecycleCommand = "RunningLifecycleCommand";
    public const string LifecycleCommandFailed = "LifecycleCommandFailed";

    public const string SecretMissing = "SecretMissing";

    public const string NameTaken = "NameTaken";
    public const string VolumeNameTaken = "VolumeNameTaken";
    public const string VolumeNotBound = "VolumeNotBound";
    public const string VolumeDeleting = "VolumeDeleting";
    public const string Unschedulable = "Unschedulable";
    public const string SchedulingGated = "SchedulingGated";
    public const string NotStarted = "NotStarted";
    public const string ImagePullFailed = "ImagePullFailed";
    public const string ContainerCannotStart = "ContainerCannotStart";
    public const string CrashLoop = "CrashLoop";
    public const string MachineContainerFailed = "MachineContainerFailed";
    public const string Forbidden = "Forbidden";

    public const string PodDeleted = "PodDeleted";
    public const string Evicted = "Evicted";
    public const string Rejected = "Rejected";
    public const string PodFailed = "PodFailed";
    public const string NodeLost = "NodeLost";

    public const string TriggerRefused = "TriggerRefused";

    public const string Timeout = "Timeout";
    public const string TimeoutSet = "TimeoutSet";
    public const string NoTimeout = "NoTimeout";

    public const string Retrying = "Retrying";
    public const string NoProblem = "NoProblem";
}
