using Environs.Crds;
using Environs.Operator.Environments;
using Environs.Protocol;
using Environs.Protocol.Content;
using k8s.Models;
using System.Text.Json;

namespace Environs.Operator.Tests.Environments;

/// <summary>Environments, classes and pods as kubelet and the API server make them.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly OperatorOptions Options = new() { SupervisorImage = "r/supervisor:1", ContentImage = "r/content:1", DefaultImage = "r/default:1" };

    public static V1alpha1EnvironmentClass Class(string name = "small", Action<V1alpha1EnvironmentClass>? change = null)
    {
        var made = new V1alpha1EnvironmentClass
        {
            Metadata = new() { Name = name },
            Spec = new() { Storage = new() { Size = new("1Gi") } },
        };
        change?.Invoke(made);
        return made;
    }

    public static V1alpha1Environment Environment(Action<V1alpha1Environment>? change = null)
    {
        var made = new V1alpha1Environment
        {
            Metadata = new() { Name = "demo", NamespaceProperty = "team", Uid = "env-uid", Generation = 3 },
            Spec = new() { Machine = new() { Class = "small" } },
        };
        change?.Invoke(made);
        return made;
    }

    public static EnvironmentState State(V1alpha1Environment? environment = null, V1Pod? pod = null, V1alpha1EnvironmentClass? @class = null)
    {
        environment ??= Environment();
        return new EnvironmentState
        {
            Environment = environment,
            Class = ClassChoice.Of(environment, [@class ?? Class()]),
            Errors = EnvironmentErrors.Of(environment, @class ?? Class()),
            Pod = pod,
            Options = Options,
            Now = Now,
        };
    }

    /// <summary>The pod that the operator would make for an environment, as the API server stores it.</summary>
    public static V1Pod Pod(V1alpha1Environment environment, string? node = "node-a", Action<V1Pod>? change = null)
    {
        var pod = EnvironmentPod.Build(environment, Class().Spec, hasVolume: true, Options);
        pod.Metadata.Uid = "pod-uid";
        pod.Spec.NodeName = node;
        pod.Status = new() { Phase = "Pending" };
        change?.Invoke(pod);
        return pod;
    }

    public static V1Pod RunningPod(V1alpha1Environment environment, Action<V1Pod>? change = null) => Pod(environment, change: pod =>
    {
        pod.Status = new()
        {
            Phase = "Running",
            InitContainerStatuses = [Init(new() { Terminated = new() { ExitCode = 0, Message = Report(new()) } })],
            ContainerStatuses = [Dev(new() { Running = new() { StartedAt = Now.UtcDateTime.AddMinutes(-20) } })],
        };
        change?.Invoke(pod);
    });

    public static V1ContainerStatus Init(V1ContainerState state, V1ContainerState? last = null) =>
        new() { Name = "content", Image = "r/content:1", ImageID = "", State = state, LastState = last };

    public static V1ContainerStatus Dev(V1ContainerState state, V1ContainerState? last = null, int restarts = 0) =>
        new() { Name = "dev", Image = "r/default:1", ImageID = "", ContainerID = "containerd://1", State = state, LastState = last, RestartCount = restarts };

    public static string Report(ContentReport report) => JsonSerializer.Serialize(report, ProtocolJson.Default.ContentReport);

    /// <summary>The environment after a pass that saw this pod: its status is what the operator would have written.</summary>
    public static V1alpha1Environment Seen(V1alpha1Environment environment, V1Pod? pod)
    {
        var state = State(environment, pod);
        var status = EnvironmentHealth.Of(state, EnvironmentPolicy.Decide(state));
        foreach (var condition in status.Conditions)
            condition.LastTransitionTime = Now.UtcDateTime;
        return new V1alpha1Environment { Metadata = environment.Metadata, Spec = environment.Spec, Status = status };
    }
}
