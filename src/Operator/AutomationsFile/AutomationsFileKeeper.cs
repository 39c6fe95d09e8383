using Environs.Crds;
using Environs.Operator.Automations;
using Environs.Operator.Cluster;
using Environs.Operator.Environments;
using Environs.Runtime;
using k8s;
using k8s.Models;
using Said = Environs.Protocol.Supervision.WorkspaceFile;

namespace Environs.Operator.AutomationsFile;

/// <summary>Keeps the services and tasks of an environment in step with its automations file.</summary>
internal sealed class AutomationsFileKeeper(IStore<V1alpha1Service> services, IStore<V1alpha1Task> tasks, IResourceWriter writer)
{
    /// <summary>Acts; returns what came of the file, whether the stores have seen it, and whether something of it was refused and is to be tried again.</summary>
    public async Task<(AutomationsFileStatus Status, bool IsSeen, bool IsRefused)> KeepAsync(V1alpha1Environment environment, Said said, CancellationToken cancellation)
    {
        var isSpecified = environment.Spec.AutomationsFile?.AutomationsFilePath is { Length: > 0 };
        var status = new AutomationsFileStatus
        {
            AutomationsFilePresence = said.Path.Length == 0 ? FilePresences.Absent : isSpecified ? FilePresences.Specified : FilePresences.Discovered,
            AutomationsFilePath = EnvironmentFacts.NullIfEmpty(said.Path),
            Phase = ContentPhases.Ready,
            Session = environment.Spec.AutomationsFile?.Session,
        };
        if (said.Problem.Length > 0) return (Failed(status, said.Problem), true, false);
        // One that is asked for and not there is a mistake; services and tasks are not thrown away for it.
        if (said.Path.Length == 0 && isSpecified) return (Failed(status, $"There is no file {environment.Spec.AutomationsFile!.AutomationsFilePath} in the repository."), true, false);
        var document = AutomationsFileReader.Read(said.Content.Memory);
        if (document.Errors.Count > 0) return (Failed(status, string.Join(" ", document.Errors)), true, false);

        var value = AutomationIndexes.Value(ResourceKey.Of(environment.Metadata));
        var objects = AutomationObjects.Of(environment, document, services.Indexed(AutomationIndexes.ByEnvironment, value), tasks.Indexed(AutomationIndexes.ByEnvironment, value));
        var (refusals, warnings, isSeen) = (new List<string>(), objects.Warnings.ToList(), true);
        foreach (var surplus in objects.DeleteServices) await TryAsync(surplus, refusals, () => writer.DeleteAsync(Kinds.Service, surplus, null, cancellation));
        foreach (var surplus in objects.DeleteTasks) await TryAsync(surplus, refusals, () => writer.DeleteAsync(Kinds.Task, surplus, null, cancellation));
        foreach (var service in objects.ApplyServices)
        {
            if (IsAnothers(services, service, one => one.Spec?.EnvironmentRef?.Name, warnings)) continue;
            if (await TryAsync(service, refusals, () => ApplyAsync(service, cancellation))) isSeen &= services.Get(ResourceKey.Of(service.Metadata)) is not null;
        }
        foreach (var task in objects.ApplyTasks)
        {
            if (IsAnothers(tasks, task, one => one.Spec?.EnvironmentRef?.Name, warnings)) continue;
            if (await TryAsync(task, refusals, () => ApplyAsync(task, cancellation))) isSeen &= tasks.Get(ResourceKey.Of(task.Metadata)) is not null;
        }
        status = status with { WarningMessage = EnvironmentFacts.NullIfEmpty(ContentReports.Clean(string.Join(" ", warnings))) };
        return (refusals.Count > 0 ? Failed(status, string.Join(" ", refusals)) : status, isSeen, refusals.Count > 0);
    }

    private async Task ApplyAsync(V1alpha1Service wanted, CancellationToken cancellation)
    {
        var applied = await writer.ApplyAsync(Kinds.Service, wanted, cancellation);
        if (!AutomationObjects.IsInStep(applied, wanted)) await writer.MergeAsync(Kinds.Service, applied, AutomationObjects.Rest(wanted), cancellation);
    }

    private async Task ApplyAsync(V1alpha1Task wanted, CancellationToken cancellation)
    {
        var applied = await writer.ApplyAsync(Kinds.Task, wanted, cancellation);
        if (!AutomationObjects.IsInStep(applied, wanted)) await writer.MergeAsync(Kinds.Task, applied, AutomationObjects.Rest(wanted), cancellation);
    }

    /// <summary>What the server refuses for good, such as one over quota, must not keep the others from being made; false then.</summary>
    private static async Task<bool> TryAsync(IKubernetesObject<V1ObjectMeta> thing, List<string> refusals, Func<Task> write)
    {
        try
        {
            await write();
            return true;
        }
        catch (ApiException refusal) when (!refusal.IsTransient && refusal is not ResourceConflictException)
        {
            refusals.Add($"The API server refuses {thing.Metadata.Name}: {refusal.Message}");
            return false;
        }
    }

    /// <summary>Whether somebody else's object has the name that one of the file would get, which is said.</summary>
    private static bool IsAnothers<T>(IStore<T> store, T wanted, Func<T, string?> environmentOf, List<string> warnings)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        if (store.Get(ResourceKey.Of(wanted.Metadata)) is not { } present || (AutomationScope.IsFromFile(present.Metadata) && environmentOf(present) == environmentOf(wanted))) return false;
        warnings.Add($"\"{wanted.Metadata.Name}\" is left out: an object of this name was made by hand.");
        return true;
    }

    private static AutomationsFileStatus Failed(AutomationsFileStatus status, string message) =>
        status with { Phase = ContentPhases.Failed, FailureMessage = ContentReports.Clean(message) };
}
