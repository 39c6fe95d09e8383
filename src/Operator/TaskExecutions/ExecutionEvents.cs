using Environs.Crds;
using Environs.Runtime;

namespace Environs.Operator.TaskExecutions;

/// <summary>The Events that tell the step from one status of an execution to the next: its beginning and its end. Pure.</summary>
internal static class ExecutionEvents
{
    public static IReadOnlyList<ResourceEvent> Between(TaskExecutionStatus? before, TaskExecutionStatus after) => after.Phase == before?.Phase ? [] : after.Phase switch
    {
        TaskExecutionPhases.Running => [new("Normal", "Started", $"Started by {after.StartedBy} in environment {after.Environment}")],
        TaskExecutionPhases.Succeeded => [new("Normal", TaskExecutionPhases.Succeeded, "Every step has succeeded.")],
        TaskExecutionPhases.Stopped => [new("Normal", TaskExecutionPhases.Stopped, "The task was stopped, as asked.")],
        TaskExecutionPhases.Failed => [new("Warning", TaskExecutionPhases.Failed, after.FailureMessage ?? "The task failed.")],
        _ => [],
    };
}
