namespace Environs.Operator.Environments;

/// <summary>Labels, annotations, container names and paths of an environment's pod and volume.</summary>
internal static class EnvironmentNames
{
    public const string ManagedByLabel = "app.kubernetes.io/managed-by";
    public const string ManagedBy = "environs";
    public const string ManagedBySelector = $"{ManagedByLabel}={ManagedBy}";
    public const string NameLabel = "app.kubernetes.io/name";
    public const string EnvironmentLabel = "environs.dev/environment";

    public const string MachineSessionAnnotation = "environs.dev/machine-session";
    public const string ContentSessionAnnotation = "environs.dev/content-session";
    public const string ContentRequestAnnotation = "environs.dev/content-request";
    public const string SecretsAnnotation = "environs.dev/secrets";
    public const string TemplateHashAnnotation = "environs.dev/pod-template-hash";
    public const string DevcontainerAnnotation = "environs.dev/devcontainer";
    public const string DevcontainerSessionAnnotation = "environs.dev/devcontainer-session";
    public const string RebuiltAtAnnotation = "environs.dev/devcontainer-rebuilt-at";
    public const string RebuiltBootAnnotation = "environs.dev/devcontainer-rebuilt-supervisor";
    public const string RebuiltContainerAnnotation = "environs.dev/devcontainer-rebuilt-container";
    public const string RebuiltImageAnnotation = "environs.dev/devcontainer-rebuilt-image";
    public const string SafeToEvictAnnotation = "cluster-autoscaler.kubernetes.io/safe-to-evict";

    // Two names of one thing: that of kubectl 1.21 and later, and that of those before.
    public const string DefaultContainerAnnotation = "kubectl.kubernetes.io/default-container";
    public const string DefaultLogsContainerAnnotation = "kubectl.kubernetes.io/default-logs-container";

    public const string ContentContainer = "content";
    public const string DevContainer = "dev";
    public const string MachineContainer = "machine";

    public const string WorkspacesPath = "/workspaces";
    public const string HomePath = "/environs/home";
    public const string BinPath = "/environs/bin";
    public const string RunPath = "/environs/run";
    public const string VolumePath = "/environs/volume";
}
