using Environs.Crds;
using Environs.EndToEnd.Tests.Automations;
using Environs.EndToEnd.Tests.Installation;
using Environs.Support;
using k8s;
using k8s.Models;

namespace Environs.EndToEnd.Tests.Docker;

/// <summary>A test of what runs in pods of its own beside an environment.</summary>
public abstract class DockerTest(InstalledOperator @operator) : AutomationsTest(@operator)
{
    /// <summary>Defines a service or a task of the environment.</summary>
    protected async Task DefineAsync(string kind, TestEnvironment environment, string reference, string spec) => Playground.Accepted(await Here.Api.PostAsync(
        CrdKinds.ObjectsPath(kind, Here.Namespace),
        CrdKinds.Make(kind, $$"""{"environmentRef":{"name":"{{environment.Name}}"},"reference":"{{reference}}",{{spec}}}""", $"{environment.Name}.{reference.ToLowerInvariant().Replace('_', '-')}")));

    /// <summary>The pods beside environments.</summary>
    protected async Task<IReadOnlyList<V1Pod>> PodsAsync() =>
        [.. (await Here.Client.CoreV1.ListNamespacedPodAsync(Here.Namespace, labelSelector: "app.kubernetes.io/name=environment-docker")).Items];

    protected Task NoPodAsync(TestEnvironment environment) => environment.PollAsync(async () => (await PodsAsync()).Count == 0, "no pod is left beside it", null);

    protected static string Ready(V1alpha1Service service) => TestEnvironment.Condition(service.Status!.Conditions, "Ready") is { } ready ? $"{ready.Status} {ready.Reason}: {ready.Message}" : "none";
}
