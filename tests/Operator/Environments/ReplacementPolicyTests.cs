using Environs.Crds;
using Environs.Operator.Environments;

namespace Environs.Operator.Tests.Environments;

/// <summary>What replaces a pod that is there, and what does not.</summary>
public class ReplacementPolicyTests
{
    private static EnvironmentPlan Decide(EnvironmentState state) => EnvironmentPolicy.Decide(state);

    [Fact]
    public void An_edited_class_or_a_new_operator_touches_no_pod_that_runs()
    {
        var environment = Some.Environment();
        var pod = Some.RunningPod(environment);
        var edited = Some.Class(change: c => (c.Spec.Image, c.Spec.PodSecurityLevel) = ("other:2", PodSecurityLevels.Restricted));
        var plan = Decide(Some.State(environment, pod, edited) with { Options = Some.Options with { ContentImage = "r/content:2" } });
        Assert.Null(plan.DeletePod);
        Assert.Null(plan.CreatePod);
    }

    [Theory]
    [InlineData("machine")]
    [InlineData("content")]
    public void A_new_session_replaces_the_pod_and_counts_no_loss(string which)
    {
        var environment = Some.Seen(Some.Environment(), Some.RunningPod(Some.Environment()));
        var pod = Some.RunningPod(environment);
        if (which == "machine") environment.Spec.Machine!.Session = "2";
        else environment.Spec.Content = new() { Session = "2" };

        var replacing = Decide(Some.State(environment, pod));
        Assert.Same(pod, replacing.DeletePod);
        Assert.True(replacing.IsReplacing);

        var gone = Decide(Some.State(Some.Seen(environment, pod)));
        Assert.NotNull(gone.CreatePod);
        Assert.Null(gone.Recreations);
    }

    [Fact]
    public void An_edited_initializer_without_a_new_session_changes_nothing()
    {
        var environment = Some.Environment();
        var pod = Some.RunningPod(environment);
        environment.Spec.Content = new() { Initializer = new() { Specs = [new() { Git = new() { RemoteUri = "https://h/o/r.git" } }] } };
        Assert.Null(Decide(Some.State(environment, pod)).DeletePod);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_pod_that_is_stuck_takes_up_a_correction_and_one_that_runs_does_not(bool isStuck)
    {
        var environment = Some.Environment(e => e.Spec.Devcontainer = new() { DefaultDevcontainerImage = "wrong" });
        var pod = Some.RunningPod(environment, p =>
        {
            if (isStuck) p.Status.ContainerStatuses = [Some.Dev(new() { Waiting = new() { Reason = "ErrImagePull", Message = "no such image" } })];
        });
        Assert.Null(Decide(Some.State(environment, pod)).DeletePod);
        environment.Spec.Devcontainer!.DefaultDevcontainerImage = "right";
        Assert.Equal(isStuck, Decide(Some.State(environment, pod)).DeletePod is not null);
    }
}
