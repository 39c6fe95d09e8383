using Environs.Crds;
using Environs.Operator.Automations;
using Environs.Operator.Docker;
using Environs.Operator.Supervision;
using Environs.Protocol.Supervision;
using Environs.Runtime;
using k8s.Models;

namespace Environs.Operator.Logs;

/// <summary>Finds where the logs of an environment lie: what belongs to another is not found.</summary>
internal sealed class LogPlaces(
    IStore<V1alpha1Environment> environments,
    IStore<V1alpha1Service> services,
    IStore<V1alpha1Task> tasks,
    IStore<V1alpha1TaskExecution> executions,
    IStore<V1Pod> pods)
{
    /// <exception cref="LogException">There is none.</exception>
    public LogPlace Find(ResourceKey key, LogSource source)
    {
        if (environments.Get(key) is not { } environment) throw new LogException(LogProblem.Unknown, $"There is no environment {key}.");
        var scope = AutomationScope.Of(key, services, tasks);
        return source switch
        {
            LogSource.Service wanted => Service(environment, scope, wanted.Reference),
            LogSource.Step wanted => Step(environment, scope, wanted),
            LogSource.Whole wanted => Place(environment, wanted.Container, new LogWish()),
            _ => throw new ArgumentOutOfRangeException(nameof(source)),
        };
    }

    public bool IsThere(LogPlace place) => pods.Indexed(PodIndexes.ByUid, place.PodUid).Count > 0;

    private LogPlace Service(V1alpha1Environment environment, AutomationScope scope, string reference)
    {
        if (scope.Service(reference) is not { } service)
        {
            throw new LogException(LogProblem.Unknown, $"There is no service \"{ReportText.Cut(reference, 128)}\" in this environment.")
            {
                Known = [.. scope.Services.Select(one => one.Spec.Reference).Order(StringComparer.Ordinal)],
            };
        }
        var wish = new LogWish { Service = service.Metadata.Uid };
        if (DockerUnit.Of(service) is not { } unit) return Place(environment, WorkPlace.Of(service.Spec.RunsOn).Container, wish);
        return Beside(environment, unit, null, wish) ?? throw new LogException(LogProblem.NoLog, $"There is no log of service \"{reference}\": it has no pod now, and its log goes with that.");
    }

    private LogPlace Step(V1alpha1Environment environment, AutomationScope scope, LogSource.Step wanted)
    {
        var (execution, step) = scope.Tasks
            .SelectMany(task => executions.Indexed(AutomationIndexes.ByTask, AutomationIndexes.Value(ResourceKey.Of(task.Metadata))))
            .Where(execution => (wanted.Run.Length == 0 || execution.Metadata.Uid == wanted.Run) && execution.Status?.Environment == environment.Metadata.Name)
            .OrderByDescending(execution => execution.Status?.StartedAt)
            .Select(execution => (execution, Step: (execution.Status?.Plan ?? []).SelectMany(group => group.Steps).FirstOrDefault(step => step.Id == wanted.Id)))
            .FirstOrDefault(found => found.Step is not null);
        if (step is null)
            throw new LogException(LogProblem.NoLog, $"There is no log of task \"{ReportText.Cut(wanted.Id, 128)}\": it has not run{(wanted.Run.Length > 0 ? " in that run" : "")}.");
        if (step.ServiceUid is not null) return Service(environment, scope, wanted.Id);
        var wish = new LogWish { Execution = execution.Metadata.Uid, Step = step.Id };
        if (DockerUnit.Of(execution, step) is { } unit)
        {
            return Beside(environment, unit, execution.Status!.Steps?.FirstOrDefault(known => known.Id == step.Id)?.PodUid, wish)
                ?? throw new LogException(LogProblem.NoLog, $"There is no log of task \"{step.Id}\": it has no pod now, and its log goes with that.");
        }
        var place = Place(environment, WorkPlace.Of(step.RunsOn).Container, wish);
        return execution.Status!.PodUid is { } ran && ran != place.PodUid ? throw new LogException(LogProblem.NoLog, $"There is no log of task \"{step.Id}\": it is gone with the pod that it ran in.") : place;
    }

    private LogPlace Place(V1alpha1Environment environment, string container, LogWish wish) =>
        pods.Get(ResourceKey.Of(environment.Metadata)) is { } pod && IsOf(pod, environment) && WorkPlace.All.Contains(new WorkPlace(container))
            ? new LogPlace(ResourceKey.Of(environment.Metadata), pod.Metadata.Uid, container, wish)
            : throw new LogException(LogProblem.NoLog, "The environment has no pod now, and its logs go with that.");

    // One that goes has its log to the end.
    private LogPlace? Beside(V1alpha1Environment environment, DockerUnit unit, string? podUid, LogWish wish) =>
        pods.Get(new ResourceKey(environment.Metadata.NamespaceProperty, DockerNames.Pod(environment, unit))) is { } pod && IsOf(pod, environment) && (podUid is null || podUid == pod.Metadata.Uid)
            ? new LogPlace(ResourceKey.Of(environment.Metadata), pod.Metadata.Uid, DockerNames.Container, wish)
            : null;

    private static bool IsOf(V1Pod pod, V1alpha1Environment environment) => OwnerReferences.Controller(pod.Metadata)?.Uid == environment.Metadata.Uid;
}
