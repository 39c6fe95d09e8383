using Environs.Crds;
using Environs.Operator.Environments;

namespace Environs.Operator.Tests.Environments;

/// <summary>What a pass does about a pod that is gone, has ended, or is on a node that does not report.</summary>
public class LossPolicyTests
{
    private static EnvironmentPlan Decide(EnvironmentState state) => EnvironmentPolicy.Decide(state);

    [Fact]
    public void A_pod_that_someone_deleted_is_made_again_at_once_the_first_time()
    {
        var environment = Some.Seen(Some.Environment(), Some.RunningPod(Some.Environment()));
        var plan = Decide(Some.State(environment));
        Assert.NotNull(plan.CreatePod);
        Assert.Equal((1, "PodDeleted"), (plan.Recreations!.Count, plan.Recreations.Reason));
    }

    [Theory]
    [InlineData(1, 60)]
    [InlineData(2, 300)]
    [InlineData(9, 300)]
    public void Later_losses_wait_longer(int lostBefore, int seconds)
    {
        var environment = Some.Seen(Some.Environment(), Some.RunningPod(Some.Environment()));
        environment.Status!.Machine!.Recreations = new() { Count = lostBefore, Reason = "PodDeleted", LastTime = Some.Now.UtcDateTime.AddSeconds(-1) };
        var plan = Decide(Some.State(environment));
        Assert.Null(plan.CreatePod);
        Assert.Equal(TimeSpan.FromSeconds(seconds), plan.RequeueAfter);

        // The loss is counted now: the next pass waits for the rest and does not count it again.
        var after = Some.Seen(environment, null);
        var later = Decide(Some.State(after) with { Now = Some.Now.AddSeconds(30) });
        Assert.Equal(TimeSpan.FromSeconds(seconds - 30), later.RequeueAfter);
        Assert.Equal(lostBefore + 1, later.Recreations!.Count);
        Assert.NotNull(Decide(Some.State(after) with { Now = Some.Now.AddSeconds(seconds) }).CreatePod);
    }

    [Fact]
    public void A_clock_that_was_set_back_delays_by_no_more_than_the_delay()
    {
        var environment = Some.Seen(Some.Environment(), null);
        environment.Status!.Machine!.Recreations = new() { Count = 2, Reason = "Evicted", LastTime = Some.Now.UtcDateTime.AddDays(1) };
        environment.Status.Machine.PodUid = null;
        Assert.Equal(TimeSpan.FromMinutes(1), Decide(Some.State(environment)).RequeueAfter);
    }

    [Fact]
    public void Losses_are_forgotten_once_a_pod_has_run_for_ten_minutes()
    {
        var environment = Some.Seen(Some.Environment(), Some.RunningPod(Some.Environment()));
        environment.Status!.Machine!.Recreations = new() { Count = 7, Reason = "Evicted", LastTime = Some.Now.UtcDateTime.AddHours(-1) };
        var running = Some.State(environment, Some.RunningPod(environment));
        var soon = Decide(running with { Now = Some.Now.AddMinutes(4) });
        Assert.Equal((7, TimeSpan.FromMinutes(6)), (soon.Recreations!.Count, soon.RequeueAfter));
        Assert.Null(Decide(running with { Now = Some.Now.AddMinutes(10) }).Recreations);

        // Also when it has only just become ready, for nothing else will wake us.
        environment.Status.Conditions.Single(condition => condition.Type == EnvironmentConditions.Ready).Status = "False";
        Assert.Equal(TimeSpan.FromMinutes(10), Decide(running).RequeueAfter);
    }

    [Fact]
    public void A_new_session_does_not_wait_for_the_old_ones_pause()
    {
        var environment = Some.Seen(Some.Environment(), null);
        environment.Status!.Machine!.Recreations = new() { Count = 3, Reason = "Evicted", LastTime = Some.Now.UtcDateTime };
        environment.Status.Machine.PodUid = null;
        Assert.Null(Decide(Some.State(environment)).CreatePod);
        environment.Spec.Machine!.Session = "2";
        Assert.NotNull(Decide(Some.State(environment)).CreatePod);
    }

    [Theory]
    [InlineData("Evicted", "Evicted")]
    [InlineData("Preempting", "Evicted")]
    [InlineData("OutOfcpu", "Rejected")]
    [InlineData("NodeAffinity", "Rejected")]
    public void A_pod_that_ended_for_good_is_deleted_and_counted(string reason, string counted)
    {
        var environment = Some.Seen(Some.Environment(), Some.RunningPod(Some.Environment()));
        var pod = Some.Pod(environment, change: p => p.Status = new() { Phase = "Failed", Reason = reason, Message = "why" });
        var plan = Decide(Some.State(environment, pod));
        Assert.Same(pod, plan.DeletePod);
        Assert.Equal((1, counted), (plan.Recreations!.Count, plan.Recreations.Reason));

        var deleting = Some.Seen(environment, pod);
        Assert.Equal(1, Decide(Some.State(deleting)).Recreations!.Count);
    }

    [Fact]
    public void A_pod_on_a_node_that_is_gone_is_deleted_without_waiting_for_kubelet()
    {
        var environment = Some.Seen(Some.Environment(), Some.RunningPod(Some.Environment()));
        var plan = Decide(Some.State(environment, Some.RunningPod(environment)) with { IsNodeGone = true });
        Assert.Equal(TimeSpan.Zero, plan.GracePeriod);
        Assert.Equal("NodeLost", plan.Recreations!.Reason);
    }

    [Theory]
    [InlineData(DesiredPhases.Running)]
    [InlineData(DesiredPhases.Stopped)]
    public void A_pod_on_a_silent_node_is_left_alone_and_the_reason_said(string desired)
    {
        var environment = Some.Environment(e => e.Spec.DesiredPhase = desired);
        var pod = Some.RunningPod(environment, p => p.Metadata.DeletionTimestamp = Some.Now.UtcDateTime);
        var plan = Decide(Some.State(environment, pod) with { SilentNode = "node-a" });
        Assert.Null(plan.DeletePod);
        Assert.Equal("NodeLost", plan.Problem!.Reason);
    }

    [Fact]
    public void Stop_and_start_in_a_hurry_counts_no_loss()
    {
        var environment = Some.Seen(Some.Environment(), Some.RunningPod(Some.Environment()));
        environment.Spec.DesiredPhase = DesiredPhases.Stopped;
        environment = Some.Seen(environment, Some.RunningPod(environment));
        environment.Spec.DesiredPhase = DesiredPhases.Running;
        environment = Some.Seen(environment, Some.RunningPod(environment, p => p.Metadata.DeletionTimestamp = Some.Now.UtcDateTime));
        var plan = Decide(Some.State(environment));
        Assert.NotNull(plan.CreatePod);
        Assert.Null(plan.Recreations);
    }
}
