using System.Globalization;
using Environs.Crds;
using Environs.Operator.Cluster;
using Environs.Operator.Devcontainers;
using Environs.Operator.Docker;
using Environs.Operator.GitServers;
using Environs.Operator.Secrets;
using Environs.Operator.Supervision;
using Environs.Protocol.Content;
using Environs.Protocol.Secrets;
using Environs.Runtime;
using k8s.Models;

namespace Environs.Operator.Environments;

/// <summary>Builds the pod of an environment. Pure.</summary>
/// <remarks>
/// One init container, since kubelet takes up to a second from one to the next: it brings the supervisor, prepares the volume and clones.
/// </remarks>
internal static class EnvironmentPod
{
    private const string MachineRunVolume = "machine-run";
    private const string GitCount = "GIT_CONFIG_COUNT";
    private const int DefaultGrace = 30;

    /// <param name="environment">The environment.</param>
    /// <param name="spec">Its class.</param>
    /// <param name="hasVolume">Whether its content lies on a volume.</param>
    /// <param name="options">The operator's.</param>
    /// <param name="references">What variables of its services and tasks name of Secrets.</param>
    /// <param name="pullSecrets">What else images are pulled with, where the environment has secrets for that.</param>
    public static V1Pod Build(
        V1alpha1Environment environment, EnvironmentClassSpec spec, bool hasVolume, OperatorOptions options,
        IReadOnlyList<SecretKeyReference>? references = null, IReadOnlyList<V1LocalObjectReference>? pullSecrets = null)
    {
        var podSpec = WithSecrets(Spec(environment, spec, hasVolume, options), environment.Spec, references ?? [], pullSecrets ?? []);
        return new V1Pod
        {
            ApiVersion = "v1",
            Kind = "Pod",
            Metadata = new V1ObjectMeta
            {
                Name = environment.Metadata.Name,
                NamespaceProperty = environment.Metadata.NamespaceProperty,
                Labels = Labels(environment),
                Annotations = new Dictionary<string, string>
                {
                    [EnvironmentNames.MachineSessionAnnotation] = environment.Spec.Machine?.Session ?? "",
                    [EnvironmentNames.ContentSessionAnnotation] = environment.Spec.Content?.Session ?? "",
                    [EnvironmentNames.DevcontainerSessionAnnotation] = DevcontainerRebuild.Session(environment),
                    [EnvironmentNames.ContentRequestAnnotation] = ContentRequests.Hash(environment.Spec),
                    [EnvironmentNames.SecretsAnnotation] = EnvironmentSecrets.Hash(environment.Spec),
                    [EnvironmentNames.TemplateHashAnnotation] = Hashes.Of(podSpec, ClusterJson.Default.V1PodSpec),
                    [EnvironmentNames.SafeToEvictAnnotation] = "false",
                    [EnvironmentNames.DefaultContainerAnnotation] = EnvironmentNames.DevContainer,
                    [EnvironmentNames.DefaultLogsContainerAnnotation] = EnvironmentNames.DevContainer,
                },
                OwnerReferences = [OwnerReferences.ControllerOf(Kinds.Environment, environment)],
            },
            Spec = podSpec,
        };
    }

    /// <summary>Whether a pod was built from what it would be built from now; labels and sessions aside.</summary>
    public static bool IsUpToDate(V1Pod pod, V1Pod built) =>
        pod.Metadata.Annotations is { } annotations
        && annotations.TryGetValue(EnvironmentNames.TemplateHashAnnotation, out var hash)
        && hash == built.Metadata.Annotations[EnvironmentNames.TemplateHashAnnotation];

    public static IDictionary<string, string> Labels(V1alpha1Environment environment) => new Dictionary<string, string>
    {
        [EnvironmentNames.ManagedByLabel] = EnvironmentNames.ManagedBy,
        [EnvironmentNames.NameLabel] = "environment",
        [EnvironmentNames.EnvironmentLabel] = environment.Metadata.Name,
    };

    /// <summary>The image of the dev container: the environment's, else the class's, else the operator's.</summary>
    public static string Image(V1alpha1Environment environment, EnvironmentClassSpec spec, OperatorOptions options) =>
        environment.Spec.Devcontainer?.DefaultDevcontainerImage ?? spec.Image ?? options.DefaultImage;

    private static V1PodSpec Spec(V1alpha1Environment environment, EnvironmentClassSpec spec, bool hasVolume, OperatorOptions options) => new()
    {
        RestartPolicy = "Always",
        AutomountServiceAccountToken = false,
        EnableServiceLinks = false,
        TerminationGracePeriodSeconds = Math.Max(1, spec.TerminationGracePeriodSeconds ?? DefaultGrace),
        RuntimeClassName = spec.RuntimeClassName,
        NodeSelector = spec.NodeSelector,
        Tolerations = spec.Tolerations is { Count: > 0 } tolerations ? [.. tolerations.Select(Toleration)] : null,
        SecurityContext = PodSecurity.Pod(spec),
        DnsConfig = DockerNames.Dns(environment, options.ClusterDomain),
        InitContainers = [Init(spec, ContentRequests.Of(environment.Spec, InitRunsAsRoot(spec)), environment.Spec.Devcontainer?.DevcontainerFilePath, options)],
        // In this order kubelet starts them, one after the other: nobody waits for machine.
        Containers = [Dev(environment, spec, options), Machine(spec, options)],
        Volumes = SupervisorVolumes.Of(hasVolume ? environment.Metadata.Name : null, options, SupervisorVolumes.Run, MachineRunVolume),
    };

    // All of it where there is something, and else nothing: a pod without secrets is as it was.
    private static V1PodSpec WithSecrets(V1PodSpec pod, EnvironmentSpec environment, IReadOnlyList<SecretKeyReference> references, IReadOnlyList<V1LocalObjectReference> pullSecrets)
    {
        pod.ImagePullSecrets = EnvironmentSecrets.PullSecrets(environment) is { } own ? [.. own.Concat(pullSecrets).DistinctBy(one => one.Name)] : null;
        var mounted = EnvironmentSecrets.Mounted(environment);
        if (SecretProjection.Volume(mounted, references).ToList() is not [var volume]) return pod;
        pod.Volumes.Add(volume);
        var told = mounted.Select(EnvironmentSecrets.Told).ToList();
        // The init container waits for all; links to files are made in the dev container alone.
        foreach (var (container, secrets) in ((V1Container, IEnumerable<MountedSecret>)[])[(pod.InitContainers[0], told), (pod.Containers[0], told), (pod.Containers[1], told.Where(secret => secret.Path.Length == 0))])
        {
            container.VolumeMounts = [.. container.VolumeMounts, .. SecretProjection.Mount(true)];
            container.Env = [.. container.Env, .. EnvironmentSecrets.Variable(secrets)];
        }
        TellGit(pod.Containers[1], told);
        return pod;
    }

    // In the dev container the supervisor does: a variable there would shut out the user's own.
    private static void TellGit(V1Container machine, IEnumerable<MountedSecret> secrets)
    {
        foreach (var secret in secrets.Where(secret => secret.GitHost.Length > 0))
        {
            var count = machine.Env.First(variable => variable.Name == GitCount);
            machine.Env.Add(new V1EnvVar { Name = $"GIT_CONFIG_KEY_{count.Value}", Value = $"credential.https://{secret.GitHost}.helper" });
            machine.Env.Add(new V1EnvVar { Name = $"GIT_CONFIG_VALUE_{count.Value}", Value = $"{EnvironmentNames.BinPath}/supervisor credential {MountedSecret.Folder}/{secret.Id}" });
            count.Value = (int.Parse(count.Value, CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture);
        }
    }

    private static V1Container Init(EnvironmentClassSpec spec, ContentRequest? request, string? devcontainer, OperatorOptions options) => new()
    {
        Name = EnvironmentNames.ContentContainer,
        Image = request is null ? options.SupervisorImage : options.ContentImage,
        Command = ["/supervisor", "init"],
        Env =
        [
            new V1EnvVar { Name = "ENVIRONS_CONTENT", Value = ContentRequests.Json(request ?? ContentRequests.OfNothing(InitRunsAsRoot(spec))) },
            .. devcontainer is { Length: > 0 } path ? (V1EnvVar[])[new V1EnvVar { Name = "ENVIRONS_DEVCONTAINER", Value = path }] : [],
        ],
        // The pod's request is the larger of the two, so this costs nothing, and a quota that wants limits is content.
        Resources = Resources(spec),
        SecurityContext = PodSecurity.Init(spec),
        VolumeMounts =
        [
            SupervisorVolumes.BinToFill,
            SupervisorVolumes.OperatorFolder,
            new V1VolumeMount { Name = SupervisorVolumes.Content, MountPath = EnvironmentNames.VolumePath },
        ],
    };

    private static bool InitRunsAsRoot(EnvironmentClassSpec spec) => !PodSecurity.IsRestricted(spec);

    private static V1Container Dev(V1alpha1Environment environment, EnvironmentClassSpec spec, OperatorOptions options) => new()
    {
        Name = EnvironmentNames.DevContainer,
        Image = Image(environment, spec, options),
        Command = [$"{EnvironmentNames.BinPath}/supervisor", "run"],
        WorkingDir = EnvironmentNames.WorkspacesPath,
        Env =
        [
            new V1EnvVar { Name = "HOME", Value = EnvironmentNames.HomePath },
            new V1EnvVar { Name = "ENVIRONS_STOP_GRACE_SECONDS", Value = StopGrace(spec).ToString(CultureInfo.InvariantCulture) },
        ],
        Resources = Resources(spec),
        SecurityContext = PodSecurity.Dev(spec),
        VolumeMounts = Mounts(SupervisorVolumes.Run),
    };

    /// <summary>What outlives the dev container: with a shell and git whatever image that has, so always of the content image.</summary>
    private static V1Container Machine(EnvironmentClassSpec spec, OperatorOptions options) => new()
    {
        Name = EnvironmentNames.MachineContainer,
        Image = options.ContentImage,
        Command = [$"{EnvironmentNames.BinPath}/supervisor", "run"],
        WorkingDir = EnvironmentNames.WorkspacesPath,
        Env =
        [
            new V1EnvVar { Name = "ENVIRONS_CONTAINER", Value = EnvironmentNames.MachineContainer },
            // The home is the dev container's to fill.
            new V1EnvVar { Name = "ENVIRONS_HOME", Value = "" },
            new V1EnvVar { Name = "HOME", Value = EnvironmentNames.HomePath },
            new V1EnvVar { Name = "ENVIRONS_STOP_GRACE_SECONDS", Value = StopGrace(spec).ToString(CultureInfo.InvariantCulture) },
            // Clones may belong to any user of the dev container.
            new V1EnvVar { Name = GitCount, Value = "2" },
            new V1EnvVar { Name = "GIT_CONFIG_KEY_0", Value = "safe.directory" },
            new V1EnvVar { Name = "GIT_CONFIG_VALUE_0", Value = "*" },
            new V1EnvVar { Name = "GIT_CONFIG_KEY_1", Value = "include.path" },
            new V1EnvVar { Name = "GIT_CONFIG_VALUE_1", Value = $"{OperatorFiles.Path}/{GitServerFiles.Configuration}" },
        ],
        Resources = MachineResources.Of(spec),
        SecurityContext = PodSecurity.Machine(),
        VolumeMounts = Mounts(MachineRunVolume),
    };

    // A run folder each: a supervisor that is root keeps its own to itself.
    private static List<V1VolumeMount> Mounts(string run) =>
    [
        .. SupervisorVolumes.Mounts(run),
        new V1VolumeMount { Name = SupervisorVolumes.Content, MountPath = EnvironmentNames.HomePath, SubPath = "home" },
    ];

    // What is left then is killed by the supervisor, which says so in its log; kubelet, a moment later, would take that away too.
    private static int StopGrace(EnvironmentClassSpec spec) => Math.Max(1, (spec.TerminationGracePeriodSeconds ?? DefaultGrace) - 3);

    private static V1ResourceRequirements? Resources(EnvironmentClassSpec spec) => spec.Resources is null ? null : new()
    {
        Requests = spec.Resources.Requests,
        Limits = spec.Resources.Limits,
    };

    private static V1Toleration Toleration(ClassToleration toleration) => new()
    {
        Key = toleration.Key,
        OperatorProperty = toleration.Operator,
        Value = toleration.Value,
        Effect = toleration.Effect,
        TolerationSeconds = toleration.TolerationSeconds,
    };
}
