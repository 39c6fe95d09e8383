using System.Globalization;
using Environs.Crds;
using Environs.Operator.Cluster;
using Environs.Operator.Environments;
using Environs.Operator.Secrets;
using Environs.Runtime;
using k8s.Models;

namespace Environs.Operator.Docker;

/// <summary>Builds the pod that a service or a step has of its own, after that of its environment, so that a class that was edited since changes nothing. Pure.</summary>
internal static class DockerPodBuilder
{
    // A service has two minutes to end; what is left then the supervisor kills, which says so, and kubelet a moment later.
    private const int Grace = 130;
    private const int StopGrace = 125;

    public static V1Pod Build(V1alpha1Environment environment, V1Pod beside, DockerUnit unit, string? start, OperatorOptions options) => new()
    {
        ApiVersion = "v1",
        Kind = "Pod",
        Metadata = new V1ObjectMeta
        {
            Name = DockerNames.Pod(environment, unit),
            NamespaceProperty = environment.Metadata.NamespaceProperty,
            Labels = new Dictionary<string, string>
            {
                [EnvironmentNames.ManagedByLabel] = EnvironmentNames.ManagedBy,
                [EnvironmentNames.NameLabel] = DockerNames.Name,
                [EnvironmentNames.EnvironmentLabel] = environment.Metadata.Name,
                [unit.Kind] = unit.Owner,
            },
            Annotations = Annotations(beside, unit, start),
            OwnerReferences = [OwnerReferences.ControllerOf(Kinds.Environment, environment)],
        },
        Spec = Spec(environment, beside, unit, options),
    };

    /// <summary>Name of the volume claim that holds the workspace; null where it cannot be shared with another pod.</summary>
    public static string? Workspace(V1Pod beside) =>
        beside.Spec.Volumes?.FirstOrDefault(volume => volume.Name == SupervisorVolumes.Content)?.PersistentVolumeClaim?.ClaimName;

    /// <summary>The headless Service that gives the pods of an environment their names.</summary>
    public static V1Service Domain(V1alpha1Environment environment) => new()
    {
        ApiVersion = "v1",
        Kind = "Service",
        Metadata = new V1ObjectMeta
        {
            Name = DockerNames.Domain(environment.Metadata.Name),
            NamespaceProperty = environment.Metadata.NamespaceProperty,
            Labels = new Dictionary<string, string>
            {
                [EnvironmentNames.ManagedByLabel] = EnvironmentNames.ManagedBy,
                [EnvironmentNames.EnvironmentLabel] = environment.Metadata.Name,
            },
            OwnerReferences = [OwnerReferences.ControllerOf(Kinds.Environment, environment)],
        },
        Spec = new V1ServiceSpec
        {
            ClusterIP = "None",
            // What a service needs while it is getting ready may be another that knows it by its name.
            PublishNotReadyAddresses = true,
            Selector = new Dictionary<string, string>
            {
                [EnvironmentNames.NameLabel] = DockerNames.Name,
                [EnvironmentNames.EnvironmentLabel] = environment.Metadata.Name,
            },
        },
    };

    private static Dictionary<string, string> Annotations(V1Pod beside, DockerUnit unit, string? start)
    {
        var annotations = new Dictionary<string, string>
        {
            [DockerNames.OwnerAnnotation] = unit.OwnerName,
            [DockerNames.ReferenceAnnotation] = unit.Reference,
            [DockerNames.BesideAnnotation] = beside.Metadata.Uid,
            [EnvironmentNames.SafeToEvictAnnotation] = "false",
        };
        if (start is not null) annotations[DockerNames.StartAnnotation] = start;
        return annotations;
    }

    private static V1PodSpec Spec(V1alpha1Environment environment, V1Pod beside, DockerUnit unit, OperatorOptions options)
    {
        // Variables are all that it has of the environment's: it is of another image.
        var secrets = EnvironmentSecrets.Mounted(environment.Spec).Where(secret => secret.EnvironmentVariable is not null).ToList();
        var volume = SecretProjection.Volume(secrets, unit.References).ToList();
        var (workspace, dev) = (Workspace(beside), beside.Spec.Containers.First(container => container.Name == EnvironmentNames.DevContainer));
        return new V1PodSpec
        {
            RestartPolicy = "Never",
            AutomountServiceAccountToken = false,
            EnableServiceLinks = false,
            TerminationGracePeriodSeconds = Grace,
            Hostname = unit.Kind == DockerNames.ServiceLabel ? DockerNames.Host(unit.Reference) : null,
            Subdomain = unit.Kind == DockerNames.ServiceLabel ? DockerNames.Domain(environment.Metadata.Name) : null,
            DnsConfig = DockerNames.Dns(environment, options.ClusterDomain),
            RuntimeClassName = beside.Spec.RuntimeClassName,
            NodeSelector = beside.Spec.NodeSelector,
            Tolerations = beside.Spec.Tolerations,
            // The volume is one node's at a time.
            Affinity = workspace is null ? null : SameNode(beside.Spec.NodeName),
            SecurityContext = beside.Spec.SecurityContext,
            InitContainers = [Init(dev, options)],
            ImagePullSecrets = beside.Spec.ImagePullSecrets,
            Containers = [Container(dev, unit, secrets, volume.Count > 0)],
            Volumes = [.. SupervisorVolumes.Of(workspace, options, SupervisorVolumes.Run), .. volume],
        };
    }

    private static V1Container Init(V1Container dev, OperatorOptions options) => new()
    {
        Name = DockerNames.InitContainer,
        Image = options.SupervisorImage,
        Command = ["/supervisor", "place"],
        Resources = Resources(dev),
        SecurityContext = new V1SecurityContext { AllowPrivilegeEscalation = false, Capabilities = new V1Capabilities { Drop = ["ALL"] } },
        VolumeMounts = [SupervisorVolumes.BinToFill],
    };

    private static V1Container Container(V1Container dev, DockerUnit unit, IReadOnlyList<SecretSpec> secrets, bool hasSecrets) => new()
    {
        Name = DockerNames.Container,
        Image = unit.Image,
        Command = [$"{EnvironmentNames.BinPath}/supervisor", "run"],
        WorkingDir = EnvironmentNames.WorkspacesPath,
        Env =
        [
            new V1EnvVar { Name = "ENVIRONS_CONTAINER", Value = DockerNames.Container },
            new V1EnvVar { Name = "ENVIRONS_STOP_GRACE_SECONDS", Value = StopGrace.ToString(CultureInfo.InvariantCulture) },
            .. EnvironmentSecrets.Variable(secrets.Select(EnvironmentSecrets.Told)),
        ],
        Resources = Resources(dev),
        SecurityContext = dev.SecurityContext,
        VolumeMounts = [.. SupervisorVolumes.Mounts(SupervisorVolumes.Run), .. SecretProjection.Mount(hasSecrets)],
    };

    // Little is set aside for each, for there may be many; as much as the dev container it may use.
    private static V1ResourceRequirements Resources(V1Container dev) => new()
    {
        Requests = new Dictionary<string, ResourceQuantity> { ["cpu"] = Least("50m", dev, "cpu"), ["memory"] = Least("64Mi", dev, "memory") },
        Limits = dev.Resources?.Limits,
    };

    // A request above the limit would be refused.
    private static ResourceQuantity Least(string usual, V1Container dev, string resource) =>
        dev.Resources?.Limits is { } limits && limits.TryGetValue(resource, out var limit) && limit.ToDecimal() < new ResourceQuantity(usual).ToDecimal() ? limit : new ResourceQuantity(usual);

    private static V1Affinity SameNode(string node) => new()
    {
        NodeAffinity = new V1NodeAffinity
        {
            RequiredDuringSchedulingIgnoredDuringExecution = new V1NodeSelector
            {
                NodeSelectorTerms = [new V1NodeSelectorTerm { MatchFields = [new V1NodeSelectorRequirement { Key = "metadata.name", OperatorProperty = "In", Values = [node] }] }],
            },
        },
    };
}
