using Environs.Crds;
using Environs.Operator.Services;

namespace Environs.Operator.Tests.Services;

public sealed class ServiceEventsTests
{
    [Theory]
    [InlineData(null, "Stopped", null)]
    [InlineData("Stopped", "Starting", null)]
    [InlineData("Starting", "Running", "Normal Running: The service runs and is ready.")]
    [InlineData("Running", "Running", null)]
    [InlineData("Running", "Stopping", null)]
    [InlineData("Starting", "Failed", "Warning Failed: exit code 3")]
    [InlineData("Failed", "Failed", null)]
    public void A_service_tells_that_it_is_ready_and_that_it_failed(string? before, string after, string? told)
    {
        var events = ServiceEvents.Between(
            before is null ? null : new ServiceStatus { Phase = before }, new ServiceStatus { Phase = after, FailureMessage = after == "Failed" ? "exit code 3" : null });
        Assert.Equal(told is null ? [] : [told], events.Select(one => $"{one.Type} {one.Reason}: {one.Message}"));
    }

    [Fact]
    public void A_failure_without_a_word_is_told_all_the_same() =>
        Assert.Equal("The service failed.", Assert.Single(ServiceEvents.Between(null, new ServiceStatus { Phase = ServicePhases.Failed })).Message);
}
