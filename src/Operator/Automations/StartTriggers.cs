using System.Collections.Concurrent;
using Environs.Crds;
using Environs.Operator.Cluster;
using Environs.Operator.Environments;
using Environs.Runtime;
using Microsoft.Extensions.Options;

namespace Environs.Operator.Automations;

/// <summary>Makes the executions that the start of a dev container brings, each once; one that the API server refuses keeps none of the others.</summary>
internal sealed class StartTriggers(IResourceWriter writer, IOptions<OperatorOptions> options, TimeProvider time)
{
    private const int LongestPause = 5;

    // Only for its pace: whoever leads next tries at once.
    private readonly ConcurrentDictionary<string, Pause> pauses = new();

    /// <summary>Acts; returns what is to be recorded of the start, and when to come back for what was refused.</summary>
    public async Task<(TriggersStatus Status, TimeSpan? LookAgain)> FireAsync(
        V1alpha1Environment environment, AutomationScope scope, string container, TriggersStatus? before, CancellationToken cancellation)
    {
        var executions = TriggeredExecutions.Of(environment, scope, container);
        // The server's clock may be ahead of ours: what is here now was here in time.
        var latest = scope.Services.Select(service => service.Metadata.CreationTimestamp?.ToUniversalTime()).Append(time.GetUtcNow().UtcDateTime).Max()!.Value;
        var record = new TriggersStatus { Container = container, FiredAt = WholeSeconds.Of(latest) };
        if (before?.Container == container)
        {
            record = before;
            if (before.Refused is not { Count: > 0 } refused) return (before, null);
            // Those that were made are not made again, also when somebody has deleted them since.
            executions = executions.Where(execution => refused.Contains(execution.Metadata.Name));
            if (pauses.TryGetValue(environment.Metadata.Uid, out var pause) && pause.Container == container && pause.Until - time.GetUtcNow() is { Ticks: > 0 } left)
                return (before, left);
        }

        var refusals = new List<(V1alpha1TaskExecution Execution, string Why)>();
        foreach (var execution in executions)
        {
            if (await RefusalAsync(execution, cancellation) is { } why) refusals.Add((execution, why));
        }
        record = record with { Refused = null, FailureMessage = null };
        if (refusals.Count == 0)
        {
            pauses.TryRemove(environment.Metadata.Uid, out _);
            return (record, null);
        }
        var next = pauses.AddOrUpdate(environment.Metadata.Uid, _ => Next(container, null), (_, last) => Next(container, last));
        return (record with { Refused = [.. refusals.Select(refusal => refusal.Execution.Metadata.Name)], FailureMessage = Message(refusals) }, next.Until - time.GetUtcNow());
    }

    public void Forget(V1alpha1Environment environment) => pauses.TryRemove(environment.Metadata.Uid, out _);

    private async Task<string?> RefusalAsync(V1alpha1TaskExecution execution, CancellationToken cancellation)
    {
        try
        {
            await writer.CreateAsync(Kinds.TaskExecution, execution, cancellation);
        }
        catch (ResourceConflictException conflict) when (conflict.Reason == "AlreadyExists")
        {
            // An earlier try of this pass made it.
        }
        catch (ApiException refusal) when (refusal.IsRefusal)
        {
            return refusal.Message;
        }
        return null;
    }

    private Pause Next(string container, Pause? last)
    {
        var tries = last?.Container == container ? last.Tries + 1 : 1;
        return new(container, tries, time.GetUtcNow() + options.Value.RefusalDelay * Math.Min(Math.Pow(2, tries - 1), LongestPause));
    }

    private static string Message(List<(V1alpha1TaskExecution Execution, string Why)> refusals)
    {
        var others = refusals.Count > 1 ? $" and {refusals.Count - 1} more" : "";
        return ContentReports.Clean(
            $"The start has triggered task \"{refusals[0].Execution.Spec.TaskRef.Name}\"{others}, but the API server refuses to make the execution; it is tried again. {refusals[0].Why}");
    }

    private sealed record Pause(string Container, int Tries, DateTimeOffset Until);
}
