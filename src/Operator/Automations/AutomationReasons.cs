namespace Environs.Operator.Automations;

/// <summary>Reasons of the conditions and events of services, tasks and executions: constants, since programs compare them.</summary>
internal static class AutomationReasons
{
    public const string Accepted = "Accepted";
    public const string InvalidResource = "InvalidResource";
    public const string EnvironmentNotFound = "EnvironmentNotFound";
    public const string ReferenceTaken = "ReferenceTaken";
    public const string TooManyDefinitions = "TooManyDefinitions";
    public const string UnknownDependency = "UnknownDependency";
    public const string DependencyCycle = "DependencyCycle";
    public const string TaskNotFound = "TaskNotFound";
    public const string TaskNotAccepted = "TaskNotAccepted";
    public const string PlanTooLarge = "PlanTooLarge";
    public const string EnvironmentNotRunning = "EnvironmentNotRunning";
    public const string WaitingForSupervisor = "WaitingForSupervisor";
    public const string StepFailed = "StepFailed";
    public const string PodLost = "PodLost";
    public const string DevcontainerRebuilt = "DevcontainerRebuilt";
    public const string SupervisorLost = "SupervisorLost";
    public const string NotStarted = "NotStarted";
    public const string CanBeRun = "CanBeRun";
    public const string Waiting = "Waiting";
    public const string NoProblem = "NoProblem";
}
