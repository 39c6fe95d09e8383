using Environs.Crds;
using Environs.Operator.Automations;
using Environs.Operator.Cluster;
using Environs.Operator.Environments;
using Environs.Operator.TaskExecutions;
using Environs.Operator.Tasks;
using Environs.Protocol.Requests;
using Environs.Runtime;
using k8s.Models;

namespace Environs.Operator.Requests;

/// <summary>Starts runs of tasks as kubectl create does, and stops them by the annotation that leaves their specs alone.</summary>
internal sealed class TaskRequests(IStore<V1alpha1TaskExecution> executions, IResourceWriter writer, TimeProvider time, ILogger<TaskRequests> logger)
{
    /// <summary>Runs of one task that are not over, and so are not deleted for their age.</summary>
    private const int MostOpen = 20;

    private const int LongestId = 64;

    public async Task<Answer> StartAsync(TaskStart request, V1alpha1Environment environment, AutomationScope scope, CancellationToken cancellation)
    {
        if (scope.Task(request.Reference) is not { } task) return Said.Unknown("task", request.Reference, scope.Tasks.Select(one => one.Spec.Reference));
        if (request.Id.Length is 0 or > LongestId) return Said.Refused($"The request's id must have 1 to {LongestId} characters.");
        if (TaskProblem.Of(task, environment, scope) is { } problem) return Said.Refused($"Task \"{request.Reference}\" cannot be run: {problem.Message}");
        if (Open(task).Count() >= MostOpen) return Said.Refused($"{MostOpen} runs of task \"{request.Reference}\" are not over yet: wait for them, or stop some.");
        var run = Run(environment, task, request.Id);
        try
        {
            await writer.CreateAsync(Kinds.TaskExecution, run, cancellation);
            Log.Asked(logger, ResourceKey.Of(environment.Metadata), $"task {request.Reference}: run {run.Metadata.Name}");
        }
        catch (ResourceConflictException conflict) when (conflict.Reason == "AlreadyExists")
        {
            // The answer to the same request has not arrived.
        }
        return new Answer { Outcome = Outcome.Done, Message = $"Task \"{request.Reference}\" runs as {run.Metadata.Name}.", Runs = { run.Metadata.Name } };
    }

    public async Task<Answer> StopAsync(TaskStop request, V1alpha1Environment environment, AutomationScope scope, CancellationToken cancellation)
    {
        var open = scope.Tasks.SelectMany(task => Open(task).Select(run => (task.Spec.Reference, Run: run))).ToList();
        var meant = scope.Task(request.Reference) is not null
            ? open.Where(one => one.Reference == request.Reference).Select(one => one.Run).ToList()
            : open.Where(one => one.Run.Metadata.Name == request.Reference).Select(one => one.Run).ToList();
        if (meant.Count == 0 && scope.Task(request.Reference) is null)
            return Said.Unknown("task or run", request.Reference, scope.Tasks.Select(task => task.Spec.Reference).Concat(open.Select(one => one.Run.Metadata.Name)));
        foreach (var run in meant.Where(run => !ExecutionState.IsStopAsked(run)))
        {
            await writer.MergeAsync(Kinds.TaskExecution, run, ServiceRequests.Annotation(DesiredPhases.Stopped, time.GetUtcNow()), cancellation, ServiceRequests.FieldManager);
            Log.Asked(logger, ResourceKey.Of(environment.Metadata), $"run {run.Metadata.Name}: {DesiredPhases.Stopped}");
        }
        return new Answer
        {
            Outcome = Outcome.Done,
            Message = meant.Count == 0 ? $"No run of task \"{request.Reference}\" is open." : $"Told to stop: {string.Join(", ", meant.Select(run => run.Metadata.Name))}.",
            Runs = { meant.Select(run => run.Metadata.Name) },
        };
    }

    private IEnumerable<V1alpha1TaskExecution> Open(V1alpha1Task task) =>
        executions.Indexed(AutomationIndexes.ByTask, AutomationIndexes.Value(ResourceKey.Of(task.Metadata)))
            .Where(run => run.Status?.CompletedAt is null && run.Metadata.DeletionTimestamp is null);

    private static V1alpha1TaskExecution Run(V1alpha1Environment environment, V1alpha1Task task, string id) => new()
    {
        Metadata = new V1ObjectMeta
        {
            Name = AutomationNames.OfExecution(task, AutomationTriggers.Manual, id),
            NamespaceProperty = task.Metadata.NamespaceProperty,
            Labels = new Dictionary<string, string>
            {
                [EnvironmentNames.ManagedByLabel] = EnvironmentNames.ManagedBy,
                [EnvironmentNames.EnvironmentLabel] = environment.Metadata.Name,
            },
            OwnerReferences = [Ownership.Reference(environment)],
        },
        Spec = new TaskExecutionSpec { TaskRef = new TaskReference { Name = task.Metadata.Name } },
    };
}
