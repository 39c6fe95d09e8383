using Environs.Crds;
using Environs.Operator.Environments;

namespace Environs.Operator.Tests.Activity;

/// <summary>Starting and stopping an environment without a change of its spec.</summary>
public sealed class RequestTests
{
    private readonly Watched watched = Watched.Running();

    [Fact]
    public void A_request_to_stop_holds_until_the_spec_asks_for_something_else()
    {
        Request("Stopped");
        Assert.NotNull(watched.Pass().DeletePod);
        watched.Pass();
        Assert.Equal(EnvironmentPhases.Stopped, watched.Status.Phase);
        Assert.Contains("as the annotation", watched.Condition("Ready").Message, StringComparison.Ordinal);
        Assert.Null(watched.Pass().CreatePod);

        watched.Environment.Spec.Machine!.Session = "2";
        Assert.NotNull(watched.Pass().CreatePod);

        // Over once is over for good.
        watched.Run();
        watched.Environment.Spec.Machine.Session = null;
        watched.Run();
        watched.Pass();
        Assert.Equal(EnvironmentPhases.Running, watched.Status.Phase);
    }

    [Fact]
    public void A_request_to_run_counts_over_a_spec_that_says_stopped()
    {
        watched.Environment.Spec.DesiredPhase = DesiredPhases.Stopped;
        watched.Pass();
        watched.Pass();
        Assert.Equal(EnvironmentPhases.Stopped, watched.Status.Phase);

        Request("Running");
        Assert.NotNull(watched.Pass().CreatePod);

        Request("Stopped");
        Assert.NotNull(watched.Pass().DeletePod);
    }

    [Theory]
    [InlineData("stopped")]
    [InlineData("")]
    [InlineData("Deleted")]
    public void A_request_that_is_none_is_a_warning_and_nothing_else(string value)
    {
        Request(value);

        Assert.Null(watched.Pass().DeletePod);
        Assert.Equal(EnvironmentPhases.Running, watched.Status.Phase);
        Assert.Contains(watched.Status.WarningMessage!, warning => warning.Contains("environs.dev/requested-phase", StringComparison.Ordinal));
    }

    private void Request(string phase) =>
        watched.Environment.Metadata.Annotations = new Dictionary<string, string> { ["environs.dev/requested-phase"] = phase };
}
