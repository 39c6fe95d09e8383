using Environs.Crds;
using Environs.Operator.Activity;
using Environs.Operator.Environments;
using Environs.Operator.Supervision;
using Environs.Operator.Tests.Environments;
using Environs.Protocol.Supervision;

namespace Environs.Operator.Tests.Activity;

/// <summary>When an environment is stopped because nobody works in it, and what brings it back.</summary>
public sealed class InactivityTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromHours(1);
    private readonly Watched watched = Watched.Running();

    [Fact]
    public void It_is_stopped_when_its_supervisor_says_that_nobody_has_worked_in_it()
    {
        watched.Dev = Watched.Says(idle: true, Limit);

        // Recorded first: an operator that ends in between must not take the pod for lost.
        var plan = watched.Pass();
        Assert.Null(plan.DeletePod);
        Assert.NotNull(plan.RequeueAfter);
        Assert.Equal((EnvironmentPhases.Stopping, "Nobody has worked in it for 1h."), (watched.Status.Phase, watched.Status.Machine!.Timeout));

        Assert.NotNull(watched.Pass().DeletePod);
        watched.Pass();
        Assert.Equal(EnvironmentPhases.Stopped, watched.Status.Phase);
        Assert.Equal(("True", EnvironmentReasons.Timeout, "Nobody has worked in it for 1h."), (watched.Condition("Idle").Status, watched.Condition("Idle").Reason, watched.Condition("Idle").Message));
        Assert.Contains("environs.dev/requested-phase", watched.Condition("Ready").Message, StringComparison.Ordinal);
        Assert.Null(watched.Environment.Spec.DesiredPhase);

        // And it stays so, by whatever operator.
        var before = watched.Status;
        var rest = watched.Pass();
        Assert.Equal((null, null, null), (rest.CreatePod, rest.DeletePod, rest.RequeueAfter));
        Assert.Equal(before.Machine, watched.Status.Machine);
    }

    [Theory]
    [InlineData("somebody works", 0)]
    [InlineData("it was judged by another limit", 0)]
    [InlineData("it has no limit yet", 0)]
    [InlineData("an older supervisor does not know", 86400)]
    [InlineData("the operator has just come back and not heard it", 0)]
    [InlineData("it is not heard, for less than the limit", 3599)]
    [InlineData("its last word was that, before the stream was lost", 60)]
    public void It_is_left_alone_when(string what, int unheard)
    {
        watched.Dev = what switch
        {
            "somebody works" => Watched.Says(idle: false, Limit),
            "it was judged by another limit" => Watched.Says(idle: true, TimeSpan.FromMinutes(30)),
            "it has no limit yet" => Watched.Says(idle: true, TimeSpan.Zero),
            "an older supervisor does not know" => new SupervisorReport(new Report(), true, Some.Now),
            "its last word was that, before the stream was lost" => Watched.Says(idle: true, Limit, isConnected: false),
            _ => null,
        };
        watched.Unheard = TimeSpan.FromSeconds(unheard);
        // The operator's own clock says nothing: it was away for a year, or was set.
        watched.Now += TimeSpan.FromDays(365);

        var plan = watched.Pass();

        Assert.Null(plan.DeletePod);
        Assert.Equal(EnvironmentPhases.Running, watched.Status.Phase);
        Assert.True(plan.RequeueAfter > TimeSpan.Zero && plan.RequeueAfter <= Limit);
        Assert.Equal("False", watched.Condition("Idle").Status);
    }

    [Fact]
    public void Somebody_in_the_machine_container_counts_too()
    {
        (watched.Dev, watched.Machine) = (Watched.Says(idle: true, Limit), Watched.Says(idle: false, Limit));
        watched.Pass();
        Assert.Equal(EnvironmentPhases.Running, watched.Status.Phase);

        watched.Machine = Watched.Says(idle: true, Limit);
        watched.Pass();
        Assert.Equal(EnvironmentPhases.Stopping, watched.Status.Phase);
    }

    [Fact]
    public void One_whose_supervisor_is_never_heard_is_stopped_after_the_limit()
    {
        watched.Unheard = Limit;
        watched.Pass();

        Assert.Equal((EnvironmentPhases.Stopping, "Its supervisor has not been heard for 1h."), (watched.Status.Phase, watched.Status.Machine!.Timeout));
    }

    [Fact]
    public void However_short_the_limit_another_replica_is_given_the_time_to_be_found()
    {
        watched.Unheard = Limit;
        var state = watched.State with { Options = Some.Options with { LeastSilence = Limit * 2 } };

        Assert.Null(Inactivity.Reason(state));
        Assert.Equal(Limit, Inactivity.Wait(state));
        Assert.Equal("Its supervisor has not been heard for 2h.", Inactivity.Reason(state with { Unheard = Limit * 2 }));
    }

    [Fact]
    public void A_pod_that_waits_or_whose_node_is_silent_is_not_taken_for_idle()
    {
        watched.Unheard = TimeSpan.FromDays(1);
        watched.Pod = Some.Pod(watched.Environment, node: null);
        Assert.Null(Inactivity.Reason(watched.State));
        watched.Pod = Some.Pod(watched.Environment);
        Assert.Null(Inactivity.Reason(watched.State));
        watched.Run();
        Assert.Null(Inactivity.Reason(watched.State with { SilentNode = "node-a" }));
        Assert.NotNull(Inactivity.Reason(watched.State));
    }

    [Theory]
    [InlineData("0s", "30m", 0)]
    [InlineData(null, "30m", 30)]
    [InlineData("2h", "30m", 120)]
    [InlineData(null, null, 0)]
    [InlineData(null, "0s", 0)]
    public void The_environments_own_limit_counts_then_the_classs_and_0s_is_for_ever(string? own, string? ofClass, int minutes)
    {
        var environment = Some.Environment(e => e.Spec.Timeout = own is null ? null : new() { Disconnected = own });
        var @class = Some.Class(change: c => c.Spec.Timeouts = ofClass is null ? null : new() { Disconnected = ofClass });

        Assert.Equal(TimeSpan.FromMinutes(minutes), InactivityLimit.Of(environment, @class));
        Assert.Empty(InactivityLimit.Errors(environment, @class));
    }

    [Theory]
    [InlineData("29m59s", null, false)]
    [InlineData("30m", null, true)]
    [InlineData("1s", "0s", false)]
    [InlineData("1m", "2m", false)]
    [InlineData("2m", "2m", true)]
    [InlineData("10m", "2m", true)]
    public void A_short_limit_is_only_what_the_class_gives_itself(string own, string? ofClass, bool isRight)
    {
        var environment = Some.Environment(e => e.Spec.Timeout = new() { Disconnected = own });
        var @class = Some.Class(change: c => c.Spec.Timeouts = ofClass is null ? null : new() { Disconnected = ofClass });

        Assert.Equal(isRight ? [] : ["spec.timeout.disconnected"], EnvironmentErrors.Of(environment, @class).Select(error => error.Field));
    }

    [Fact]
    public void One_with_a_wrong_spec_is_stopped_all_the_same()
    {
        watched.Environment.Spec.DisplayName = new string('x', 100);
        watched.Dev = Watched.Says(idle: true, Limit);
        watched.Pass();
        Assert.NotNull(watched.Pass().DeletePod);
    }

    [Fact]
    public void Another_session_starts_it() => StartsAgain(environment => environment.Spec.Machine!.Session = "2");

    [Fact]
    public void Another_desired_phase_starts_it() => StartsAgain(environment => environment.Spec.DesiredPhase = "Running");

    [Fact]
    public void A_request_starts_it() => StartsAgain(environment => Request(environment, "Running"));

    [Fact]
    public void The_same_request_once_more_starts_it_again()
    {
        Request(watched.Environment, "Running");
        StartsAgain(environment => Request(environment, "Running@2"));
        StartsAgain(environment => Request(environment, "Running@3"));
    }

    [Fact]
    public void A_request_that_is_taken_back_does_not_start_it_and_one_that_comes_again_does()
    {
        Request(watched.Environment, "Running");
        Stop();
        watched.Environment.Metadata.Annotations = null;
        Assert.Null(watched.Pass().CreatePod);
        Request(watched.Environment, "Running");
        Assert.NotNull(watched.Pass().CreatePod);
    }

    [Fact]
    public void A_request_to_stop_takes_the_place_of_inactivity()
    {
        Stop();
        Request(watched.Environment, "Stopped");
        Assert.Null(watched.Pass().CreatePod);
        Assert.Equal((null, "False"), (watched.Status.Machine!.Timeout, watched.Condition("Idle").Status));
        Assert.Equal(EnvironmentPhases.Stopped, watched.Status.Phase);
    }

    [Fact]
    public void Its_start_is_told_and_a_pod_that_was_lost_and_made_again_is_none()
    {
        var start = new Watched { Environment = Some.Environment() };
        start.Pass();
        Assert.Equal(Some.Now.UtcDateTime, start.Status.LastStartedAt);
        start.Run();
        start.Pass();
        start.Pod = null;
        start.Now += TimeSpan.FromMinutes(5);
        Assert.NotNull(start.Pass().CreatePod);
        Assert.Equal(Some.Now.UtcDateTime, start.Status.LastStartedAt);

        Stop();
        watched.Now += TimeSpan.FromHours(5);
        watched.Environment.Spec.Machine!.Session = "2";
        watched.Pass();
        Assert.Equal(watched.Now.UtcDateTime, watched.Status.LastStartedAt);
    }

    [Fact]
    public void When_it_was_stopped_is_remembered()
    {
        var stopped = watched.Now;
        Stop();
        watched.Now += TimeSpan.FromHours(5);
        watched.Pass();
        Assert.Equal(stopped.UtcDateTime, watched.Status.Machine!.Idle!.Since);
    }

    private void Stop()
    {
        watched.Dev = Watched.Says(idle: true, Limit);
        watched.Pass();
        Assert.NotNull(watched.Pass().DeletePod);
        watched.Pass();
        Assert.Equal(EnvironmentPhases.Stopped, watched.Status.Phase);
        Assert.Null(watched.Pass().CreatePod);
    }

    private void StartsAgain(Action<V1alpha1Environment> change)
    {
        Stop();
        change(watched.Environment);
        Assert.NotNull(watched.Pass().CreatePod);
        Assert.Equal((null, null, "False"), (watched.Status.Machine!.Timeout, watched.Status.Machine.Idle, watched.Condition("Idle").Status));
        watched.Run();
        watched.Pass();
        Assert.Equal(EnvironmentPhases.Running, watched.Status.Phase);
    }

    private static void Request(V1alpha1Environment environment, string phase) =>
        environment.Metadata.Annotations = new Dictionary<string, string> { ["environs.dev/requested-phase"] = phase };
}
