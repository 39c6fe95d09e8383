using k8s.Models;

namespace Environs.Crds;

/// <summary>What the operator has seen and done; the fields are those of EnvironmentStatus in the Environments API.</summary>
public sealed record EnvironmentStatus
{
    /// <summary>Generation of the spec that this status speaks of.</summary>
    public long? ObservedGeneration { get; set; }

    /// <summary>Counts the writes of this status; of two, the larger one is the later.</summary>
    [MaxLength(20)]
    public string? StatusVersion { get; set; }

    /// <summary>Creating, Starting, Running, Updating, Stopping, Stopped or Deleting.</summary>
    [MaxLength(32)]
    public string? Phase { get; set; }

    /// <summary>Accepted, MachineReady, ContentReady, Ready, Idle and Stalled.</summary>
    [MaxLength(16)]
    [ListMap("type")]
    public IList<V1Condition> Conditions { get; set; } = [];

    /// <summary>Whether the spec was understood.</summary>
    public RunnerAck? RunnerAck { get; set; }

    /// <summary>Why the environment does not work; empty while it does.</summary>
    [MaxLength(16)]
    [ItemLength(0, 4096)]
    [ListAtomic]
    public IList<string>? FailureMessage { get; set; }

    /// <summary>What a person should know although the environment works.</summary>
    [MaxLength(16)]
    [ItemLength(0, 4096)]
    [ListAtomic]
    public IList<string>? WarningMessage { get; set; }

    /// <summary>The pod.</summary>
    public MachineStatus? Machine { get; set; }

    /// <summary>The repositories.</summary>
    public ContentStatus? Content { get; set; }

    /// <summary>The dev container.</summary>
    public DevcontainerStatus? Devcontainer { get; set; }

    /// <summary>The secrets of spec.secrets, in its order.</summary>
    [MaxLength(100)]
    [ListAtomic]
    public IList<SecretStatus>? Secrets { get; set; }

    /// <summary>The keys of spec.sshPublicKeys, in its order.</summary>
    [MaxLength(100)]
    [ListAtomic]
    public IList<SshPublicKeyStatus>? SshPublicKeys { get; set; }

    /// <summary>TCP ports that something listens on.</summary>
    [MaxLength(100)]
    [ListAtomic]
    public IList<PortStatus>? Ports { get; set; }

    /// <summary>Where it is reached; ports only where the operator knows a gateway.</summary>
    public EnvironmentUrls? EnvironmentUrls { get; set; }

    /// <summary>What somebody last did in it; absent when nobody has done anything yet.</summary>
    public ActivitySignal? ActivitySignal { get; set; }

    /// <summary>When it was last started; a pod that was lost and made again is no start.</summary>
    public DateTime? LastStartedAt { get; set; }

    /// <summary>The file in the repository that defines services and tasks.</summary>
    public AutomationsFileStatus? AutomationsFile { get; set; }

    /// <summary>The dev container whose start has triggered services and tasks.</summary>
    public TriggersStatus? Triggers { get; set; }

    /// <summary>Who created it; absent where that is not known for certain.</summary>
    public Subject? Creator { get; set; }

    /// <summary>Whose it is; absent where nobody is known to be.</summary>
    public EnvironmentOwner? Owner { get; set; }

    /// <summary>The organization that it belongs to: the label environs.dev/organization of its namespace.</summary>
    [MaxLength(63)]
    public string? Organization { get; set; }

    /// <summary>Who may reach it now.</summary>
    public AdmissionStatus? Admission { get; set; }
}
