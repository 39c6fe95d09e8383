using Environs.Crds;
using Environs.Operator.Environments;
using k8s.Models;

namespace Environs.Operator.Tests.Environments;

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
    public void A_class_without_storage_makes_no_volume()
    {
        var plan = Decide(Some.State(@class: Some.Class(change: c => c.Spec.Storage = null)));
        Assert.Null(plan.CreateVolume);
        Assert.NotNull(plan.CreatePod!.Spec.Volumes.Single(volume => volume.Name == "content").EmptyDir);
    }

    [Fact]
    public void A_volume_that_is_there_is_used_even_when_the_class_lost_its_storage()
    {
        var environment = Some.Environment();
        var state = Some.State(environment, @class: Some.Class(change: c => c.Spec.Storage = null));
        var claim = EnvironmentVolume.Build(environment, Some.Class().Spec, new() { Size = new("1Gi") });
        var plan = Decide(state with { Volume = claim });
        Assert.Null(plan.CreateVolume);
        Assert.Equal("demo", plan.CreatePod!.Spec.Volumes.Single(volume => volume.Name == "content").PersistentVolumeClaim.ClaimName);
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
    [InlineData(false, "NameTaken")]
    [InlineData(true, null)]
    public void A_pod_of_the_name_that_is_not_its_own_is_looked_at_again(bool isGoing, string? reason)
    {
        var orphan = Some.RunningPod(Some.Environment(), pod =>
        {
            pod.Metadata.OwnerReferences = null;
            pod.Metadata.DeletionTimestamp = isGoing ? Some.Now.UtcDateTime : null;
        });
        var plan = Decide(Some.State() with { OtherPod = orphan });
        Assert.Null(plan.CreatePod);
        Assert.Equal((reason, Some.Options.RefusalDelay), (plan.Problem?.Reason, plan.RequeueAfter!.Value));
    }

    [Fact]
    public void The_last_word_of_a_remote_outlives_a_class_that_is_disabled_meanwhile()
    {
        var environment = Some.Environment(e => e.Spec.Content = new() { Initializer = new() { Specs = [new() { Git = new() { RemoteUri = "https://h/o/r.git" } }] } });
        var refused = Some.Seen(environment, Refused(environment, 5));
        var plan = Decide(Some.State(refused, @class: Some.Class(change: c => c.Spec.Enabled = false)));
        Assert.Equal(refused.Status!.Content!.RefusedRequest, plan.RefusedRequest);
    }

    [Fact]
    public void A_corrected_name_for_commits_is_a_new_request()
    {
        var environment = Some.Environment(e => e.Spec.Content = new() { GitUsername = "a", Initializer = new() { Specs = [new() { Git = new() { RemoteUri = "https://h/o/r.git" } }] } });
        var refused = Some.Seen(environment, Refused(environment, 5));
        refused.Spec.Content!.GitUsername = "b";
        Assert.NotNull(Decide(Some.State(refused)).CreatePod);
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

    [Fact]
    public void Five_refusals_are_the_last_word_until_the_request_changes()
    {
        var environment = Some.Environment(e => e.Spec.Content = new() { Initializer = new() { Specs = [new() { Git = new() { RemoteUri = "https://h/o/r.git" } }] } });
        var pod = Refused(environment, 5);
        var plan = Decide(Some.State(environment, pod));
        Assert.Same(pod, plan.DeletePod);
        Assert.Equal("ContentRefused", plan.Problem!.Reason);

        var seen = Some.Seen(environment, pod);
        Assert.Null(Decide(Some.State(seen)).CreatePod);
        // The pod takes a moment to go, and meanwhile nothing is forgotten.
        pod.Metadata.DeletionTimestamp = Some.Now.UtcDateTime;
        Assert.Equal(plan.RefusedRequest, Decide(Some.State(seen, pod)).RefusedRequest);
        Assert.Contains("not found", Some.Seen(seen, null).Status!.FailureMessage!.Single(), StringComparison.Ordinal);

        seen.Spec.Content!.Session = "again";
        Assert.NotNull(Decide(Some.State(seen)).CreatePod);
        seen.Spec.Content.Session = null;
        seen.Spec.Content.Initializer!.Specs![0].Git!.RemoteUri = "https://h/o/right.git";
        Assert.NotNull(Decide(Some.State(seen)).CreatePod);
    }

    [Fact]
    public void Four_refusals_are_tried_again() =>
        Assert.Null(Decide(Some.State(Some.Environment(), Refused(Some.Environment(), 4))).DeletePod);

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

    [Fact]
    public void A_claim_of_the_name_that_is_not_ours_is_not_used()
    {
        var plan = Decide(Some.State() with { Volume = new() { Metadata = new() { Name = "demo", NamespaceProperty = "team" } } });
        Assert.Null(plan.CreatePod);
        Assert.Equal("VolumeNameTaken", plan.Problem!.Reason);
    }

    [Fact]
    public void A_retained_claim_is_taken_up_by_the_next_environment_of_the_name()
    {
        var claim = EnvironmentVolume.Build(Some.Environment(e => e.Metadata.Uid = "an earlier one"), Some.Class().Spec,
            new() { Size = new("1Gi"), DeletionPolicy = DeletionPolicies.Retain });
        var plan = Decide(Some.State() with { Volume = claim });
        Assert.Null(plan.CreateVolume);
        Assert.NotNull(plan.CreatePod);
    }

    [Fact]
    public void A_claim_that_is_going_is_waited_for()
    {
        var claim = EnvironmentVolume.Build(Some.Environment(), Some.Class().Spec, new() { Size = new("1Gi") });
        claim.Metadata.DeletionTimestamp = Some.Now.UtcDateTime;
        var plan = Decide(Some.State() with { Volume = claim });
        Assert.Null(plan.CreatePod);
        Assert.Equal("VolumeDeleting", plan.Problem!.Reason);
    }

    private static V1Pod Refused(V1alpha1Environment environment, int refusals) => Some.Pod(environment, change: pod => pod.Status.InitContainerStatuses =
    [
        Some.Init(
            new() { Waiting = new() { Reason = "CrashLoopBackOff" } },
            new() { Terminated = new() { ExitCode = 1, Message = Some.Report(new() { Failure = new() { Message = "repository not found", Refusals = refusals } }) } }),
    ]);
}
