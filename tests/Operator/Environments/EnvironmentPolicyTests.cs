using Environs.Crds;
using Environs.Operator.Environments;

namespace Environs.Operator.Tests.Environments;

/// <summary>What a pass does for an environment that is new, shall stop, or is not accepted.</summary>
public class EnvironmentPolicyTests
{
    private static EnvironmentPlan Decide(EnvironmentState state) => EnvironmentPolicy.Decide(state);

    [Fact]
    public void A_new_environment_gets_a_volume_and_a_pod()
    {
        var plan = Decide(Some.State());
        Assert.Equal("demo", plan.CreateVolume?.Metadata.Name);
        Assert.Equal("demo", plan.CreatePod?.Metadata.Name);
        Assert.Null(plan.Recreations);
    }

    [Fact]
    public void Nothing_is_done_with_an_environment_that_is_being_deleted()
    {
        var environment = Some.Environment(e => e.Metadata.DeletionTimestamp = Some.Now.UtcDateTime);
        Assert.Equal(new EnvironmentPlan(), Decide(Some.State(environment, Some.RunningPod(environment))));
    }

    [Fact]
    public void Stopped_deletes_the_pod_with_its_own_grace_and_leaves_the_volume()
    {
        var environment = Some.Environment(e => e.Spec.DesiredPhase = DesiredPhases.Stopped);
        var plan = Decide(Some.State(environment, Some.RunningPod(environment)));
        Assert.NotNull(plan.DeletePod);
        Assert.Null(plan.GracePeriod);
    }

    [Fact]
    public void Stopped_deletes_a_pod_once()
    {
        var environment = Some.Environment(e => e.Spec.DesiredPhase = DesiredPhases.Stopped);
        Assert.Null(Decide(Some.State(environment, Some.RunningPod(environment, p => p.Metadata.DeletionTimestamp = Some.Now.UtcDateTime))).DeletePod);
    }

    [Fact]
    public void Stopped_works_without_a_class()
    {
        var environment = Some.Environment(e => (e.Spec.DesiredPhase, e.Spec.Machine!.Class) = (DesiredPhases.Stopped, "gone"));
        Assert.NotNull(Decide(Some.State(environment, Some.RunningPod(environment))).DeletePod);
    }

    [Fact]
    public void An_invalid_spec_changes_nothing()
    {
        var environment = Some.Environment(e => (e.Spec.DesiredPhase, e.Spec.Machine!.Session) = ("Paused", "2"));
        var plan = Decide(Some.State(environment, Some.RunningPod(Some.Environment())));
        Assert.Null(plan.DeletePod);
        Assert.Null(plan.CreatePod);
    }

    [Theory]
    [InlineData("gone", true)]
    [InlineData("small", false)]
    public void A_class_that_is_missing_or_disabled_makes_nothing(string name, bool enabled)
    {
        var environment = Some.Environment(e => e.Spec.Machine!.Class = name);
        var plan = Decide(Some.State(environment, @class: Some.Class(change: c => c.Spec.Enabled = enabled)));
        Assert.Null(plan.CreatePod);
    }

    [Fact]
    public void A_class_that_was_disabled_later_does_not_end_a_pod_that_runs()
    {
        var environment = Some.Environment();
        var state = Some.State(environment, Some.RunningPod(environment), Some.Class(change: c => c.Spec.Enabled = false));
        Assert.Null(Decide(state).DeletePod);
        Assert.True(state.IsAccepted);
    }
}
