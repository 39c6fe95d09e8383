using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Environs.Crds;
using Environs.Support;
using Environs.Support.Clusters;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace Environs.EndToEnd.Tests.Installation;

/// <summary>One Environment in the cluster, seen from outside.</summary>
public sealed class TestEnvironment(Playground here, string name)
{
    // Generous, since a test that passes never waits so long: a hundred others may be starting on the same node.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    public string Name => name;

    public string Path => $"{CrdKinds.ObjectsPath("Environment", here.Namespace)}/{name}";

    public Task ApplyAsync(EnvironmentSpec spec) => Playground.AdmittedAsync(
        () => here.Api.ApplyAsync(Path, CrdKinds.Make("Environment", JsonSerializer.Serialize(spec, CrdsJson.Default.EnvironmentSpec), name)));

    /// <summary>Sets fields of its spec, as `kubectl patch` does.</summary>
    public Task PatchAsync(JsonObject spec) => Playground.AdmittedAsync(() => here.Api.MergeAsync(Path, new JsonObject { ["spec"] = spec.DeepClone() }));

    /// <summary>The resource, or null.</summary>
    public async Task<V1alpha1Environment?> FindAsync()
    {
        var answer = await here.Api.GetAsync(Path);
        return answer.Code == 404 ? null : JsonSerializer.Deserialize(answer.Body.ToJsonString(), CrdsJson.Default.V1alpha1Environment);
    }

    public async Task<V1alpha1Environment> GetAsync() => await FindAsync() ?? throw new InvalidOperationException($"Environment {name} is gone.");

    /// <summary>The status, which must be there.</summary>
    public async Task<EnvironmentStatus> StatusAsync() => (await GetAsync()).Status ?? throw new InvalidOperationException($"Environment {name} has no status.");

    /// <summary>Waits until the status speaks of the present spec and is as wanted.</summary>
    public async Task<EnvironmentStatus> UntilAsync(Func<EnvironmentStatus, bool> isSo, string what, TimeSpan? limit = null)
    {
        V1alpha1Environment? seen = null;
        await PollAsync(
            async () => (seen = await FindAsync()) is { Status: { } status } && status.ObservedGeneration == seen.Metadata.Generation && isSo(status),
            what, limit);
        return seen!.Status!;
    }

    public Task<EnvironmentStatus> RunningAsync(TimeSpan? limit = null) =>
        UntilAsync(status => status.Phase == EnvironmentPhases.Running && Condition(status, EnvironmentConditions.Ready) is { Status: "True" }, "it runs", limit);

    public Task<EnvironmentStatus> StoppedAsync() => UntilAsync(status => status.Phase == EnvironmentPhases.Stopped, "it is stopped");

    /// <summary>Waits until the pod is another one than <paramref name="before"/> and the environment runs in it.</summary>
    public Task<EnvironmentStatus> RunningInNewPodAsync(EnvironmentStatus before) => UntilAsync(
        status => status.Phase == EnvironmentPhases.Running && status.Machine!.PodUid is { } uid && uid != before.Machine!.PodUid, "it runs in a new pod");

    /// <summary>Waits for a reason of the condition Ready.</summary>
    public Task<EnvironmentStatus> UntilReasonAsync(string reason, TimeSpan? limit = null) =>
        UntilAsync(status => Condition(status, EnvironmentConditions.Ready)?.Reason == reason, $"condition Ready has the reason {reason}", limit);

    public static V1Condition? Condition(EnvironmentStatus status, string type) => Condition(status.Conditions, type);

    public static V1Condition? Condition(IEnumerable<V1Condition> conditions, string type) => conditions.FirstOrDefault(condition => condition.Type == type);

    public async Task<V1Pod?> PodAsync()
    {
        try
        {
            return await here.Client.CoreV1.ReadNamespacedPodAsync(name, here.Namespace);
        }
        catch (HttpOperationException error) when (error.Response.StatusCode == System.Net.HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    public async Task<bool> HasVolumeAsync() =>
        (await here.Client.CoreV1.ListNamespacedPersistentVolumeClaimAsync(here.Namespace)).Items.Any(claim => claim.Metadata.Name == name);

    /// <summary>Runs a script in the dev container, as `kubectl exec` does, and returns what it said.</summary>
    public async Task<string> ExecAsync(string script, string container = "dev") =>
        (await PodCommand.RunAsync(here.Client, here.Namespace, name, container, "sh", "-c", script)).Text;

    /// <summary>Runs a script again and again until it says what is wanted.</summary>
    public Task UntilExecAsync(string script, string wanted) => PollAsync(async () => await ExecAsync(script) == wanted, $"`{script}` says {wanted}", null);

    /// <summary>Waits until a log has a line: what runs speaks some moments after it was started, and kubelet knows of it some moments later.</summary>
    public Task UntilLogAsync(string? container, string line, string? pod = null) => PollAsync(
        async () => (await here.KubectlAsync(["logs", pod ?? name, .. container is null ? [] : (string[])["--container", container]])).Text.Contains(line, StringComparison.Ordinal),
        $"the log says \"{line}\"", null);

    /// <summary>Ends the dev container from inside, a moment after: its end is also that of whoever asks for it by exec.</summary>
    public Task EndDevContainerAsync() => ExecAsync("{ sleep 0.3; kill -TERM 1; } >/dev/null 2>&1 &");

    public async Task DeleteAsync() => Playground.Accepted(await here.Api.DeleteAsync(Path));

    /// <summary>Waits until neither the resource nor its pod is left.</summary>
    public Task GoneAsync() => PollAsync(async () => await FindAsync() is null && await PodAsync() is null, "it is gone", null);

    public async Task PollAsync(Func<Task<bool>> condition, string what, TimeSpan? limit)
    {
        var started = Stopwatch.GetTimestamp();
        Exception? last = null;
        while (Stopwatch.GetElapsedTime(started) < (limit ?? Patience))
        {
            try
            {
                last = null;
                if (await condition()) return;
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                last = error;
            }

            await Task.Delay(Interval, TestContext.Current.CancellationToken);
        }

        var status = (await FindAsync())?.Status;
        var pod = await PodAsync();
        throw new TimeoutException(
            $"Environment {name}: not within {(limit ?? Patience).TotalSeconds:0} s: {what}. Its status: "
            + $"{(status is null ? "none" : JsonSerializer.Serialize(status, CrdsJson.Default.EnvironmentStatus))} Its pod: {(pod is null ? "none" : KubernetesJson.Serialize(pod.Status))}",
            last);
    }
}
