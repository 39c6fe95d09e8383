using Environs.Crds;
using Environs.Operator.TaskExecutions;

namespace Environs.Operator.Tests.TaskExecutions;

public sealed class ExecutionEventsTests
{
    [Theory]
    [InlineData(null, "Pending", null)]
    [InlineData("Pending", "Running", "Normal Started: Started by PostDevcontainerStart in environment demo")]
    [InlineData("Running", "Running", null)]
    [InlineData("Running", "Stopping", null)]
    [InlineData("Running", "Succeeded", "Normal Succeeded: Every step has succeeded.")]
    [InlineData("Stopping", "Stopped", "Normal Stopped: The task was stopped, as asked.")]
    [InlineData("Pending", "Failed", "Warning Failed: why")]
    [InlineData(null, "Failed", "Warning Failed: why")]
    public void Each_step_forward_is_told_once(string? before, string after, string? told)
    {
        var events = ExecutionEvents.Between(
            before is null ? null : new TaskExecutionStatus { Phase = before },
            new TaskExecutionStatus { Phase = after, StartedBy = "PostDevcontainerStart", Environment = "demo", FailureMessage = after == "Failed" ? "why" : null });
        Assert.Equal(told is null ? [] : [told], events.Select(one => $"{one.Type} {one.Reason}: {one.Message}"));
    }

    [Fact]
    public void A_failure_without_a_word_is_told_all_the_same() =>
        Assert.Equal("The task failed.", Assert.Single(ExecutionEvents.Between(null, new TaskExecutionStatus { Phase = TaskExecutionPhases.Failed })).Message);
}
