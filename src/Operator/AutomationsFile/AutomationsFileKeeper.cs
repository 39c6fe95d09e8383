using Environs.Crds;
using Environs.Operator.Automations;
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
        await DeleteAsync(AutomationKinds.Service, objects.Services, refusals, cancellation);
        await DeleteAsync(AutomationKinds.Task, objects.Tasks, refusals, cancellation);
        isSeen &= await ApplyAsync(AutomationKinds.Service, objects.Services, services, refusals, warnings, cancellation);
        isSeen &= await ApplyAsync(AutomationKinds.Task, objects.Tasks, tasks, refusals, warnings, cancellation);
        status = status with { WarningMessage = EnvironmentFacts.NullIfEmpty(ContentReports.Clean(string.Join(" ", warnings))) };
        return (refusals.Count > 0 ? Failed(status, string.Join(" ", refusals)) : status, isSeen, refusals.Count > 0);
    }

    private async Task DeleteAsync<T, TSpec>(AutomationKind<T, TSpec> kind, AutomationChange<T> change, List<string> refusals, CancellationToken cancellation)
        where T : class, IKubernetesObject<V1ObjectMeta>, ISpec<TSpec>
        where TSpec : class
    {
        foreach (var surplus in change.Delete) await TryAsync(surplus, refusals, () => writer.DeleteAsync(kind.Resource, surplus, null, cancellation));
    }

    /// <summary>Returns whether the store has seen what is there now.</summary>
    private async Task<bool> ApplyAsync<T, TSpec>(
        AutomationKind<T, TSpec> kind, AutomationChange<T> change, IStore<T> store, List<string> refusals, List<string> warnings, CancellationToken cancellation)
        where T : class, IKubernetesObject<V1ObjectMeta>, ISpec<TSpec>
        where TSpec : class
    {
        var isSeen = true;
        foreach (var wanted in change.Apply)
        {
            // Somebody else's object has the name that one of the file would get.
            if (store.Get(ResourceKey.Of(wanted.Metadata)) is { } present
                && !(AutomationScope.IsFromFile(present.Metadata) && (present.Spec is { } spec ? kind.Environment(spec) : null) == kind.Environment(wanted.Spec)))
            {
                warnings.Add($"\"{wanted.Metadata.Name}\" is left out: an object of this name was made by hand.");
                continue;
            }
            if (await TryAsync(wanted, refusals, ApplyOneAsync)) isSeen &= store.Get(ResourceKey.Of(wanted.Metadata)) is not null;

            async Task ApplyOneAsync()
            {
                var applied = await writer.ApplyAsync(kind.Resource, wanted, cancellation);
                if (!kind.IsInStep(applied, wanted)) await writer.MergeAsync(kind.Resource, applied, kind.Rest(wanted), cancellation);
            }
        }
        return isSeen;
    }

    /// <summary>What the server refuses for good, such as one over quota, must not keep the others from being made; false then.</summary>
    private static async Task<bool> TryAsync(IKubernetesObject<V1ObjectMeta> thing, List<string> refusals, Func<Task> write)
    {
        try
        {
            await write();
            return true;
        }
        catch (ApiException refusal) when (refusal.IsRefusal)
        {
            refusals.Add($"The API server refuses {thing.Metadata.Name}: {refusal.Message}");
            return false;
        }
    }

    private static AutomationsFileStatus Failed(AutomationsFileStatus status, string message) =>
        status with { Phase = ContentPhases.Failed, FailureMessage = ContentReports.Clean(message) };
}
