using Environs.Operator.Automations;

namespace Environs.Operator.Tests.Automations;

public sealed class AutomationHealthTests
{
    [Theory]
    [InlineData(null, "False", "NoProblem", "Nothing stands in the way.")]
    [InlineData("TaskNotFound", "False", "Waiting", "It goes on by itself once that is mended: why")]
    [InlineData("EnvironmentNotFound", "False", "Waiting", "It goes on by itself once that is mended: why")]
    [InlineData("DependencyCycle", "True", "DependencyCycle", "Nothing gets better until somebody acts: why")]
    public void Stalled_is_what_needs_a_person_and_waiting_is_not_nothing(string? reason, string status, string stalledReason, string message)
    {
        var stalled = AutomationHealth.Stalled(reason is null ? null : new Problem(reason, "why"));
        Assert.Equal((status, stalledReason, message), (stalled.Status, stalled.Reason, stalled.Message));
    }
}
