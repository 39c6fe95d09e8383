using Environs.Operator.Environments;
using k8s.Models;

namespace Environs.Operator.Tests.Environments;

public class PodViewTests
{
    private static PodView View(V1Pod pod, DateTimeOffset? now = null) => PodView.Of(pod, Some.Options, now ?? Some.Now);

    public static TheoryData<string, string, string, string> Waits => new()
    {
        { "ErrImagePull", "manifest unknown", "ImagePullFailed", "manifest unknown" },
        { "ImagePullBackOff", "Back-off pulling image", "ImagePullFailed", "r/default:1" },
        { "InvalidImageName", "bad", "ImagePullFailed", "Check the name" },
        { "CreateContainerConfigError", "secret \"x\" not found", "ContainerCannotStart", "secret \"x\" not found" },
        { "CreateContainerError", "no such file", "ContainerCannotStart", "no such file" },
    };

    [Theory]
    [MemberData(nameof(Waits))]
    public void What_a_container_waits_for_is_said_in_words(string reason, string kubelet, string expected, string part)
    {
        var pod = Some.RunningPod(Some.Environment(), p => p.Status.ContainerStatuses = [Some.Dev(new() { Waiting = new() { Reason = reason, Message = kubelet } })]);
        Assert.Equal(expected, View(pod).Problem?.Reason);
        Assert.Contains(part, View(pod).Problem!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ContainerCreating")]
    [InlineData("PodInitializing")]
    public void Getting_on_is_no_trouble(string reason) =>
        Assert.Null(View(Some.RunningPod(Some.Environment(), p => p.Status.ContainerStatuses = [Some.Dev(new() { Waiting = new() { Reason = reason } })])).Problem);

    [Theory]
    [InlineData("0/1 nodes are available: 1 Insufficient cpu.", "Unschedulable")]
    [InlineData("pod has unbound immediate PersistentVolumeClaims", "VolumeNotBound")]
    public void A_pod_without_a_node_is_trouble_only_when_that_lasts(string message, string reason)
    {
        var pod = Some.Pod(Some.Environment(), node: null, change: p => p.Status.Conditions =
            [new() { Type = "PodScheduled", Status = "False", Reason = "Unschedulable", Message = message, LastTransitionTime = Some.Now.UtcDateTime }]);
        Assert.Null(View(pod).Problem);
        Assert.Equal(Some.Now.AddSeconds(10), View(pod).LookAgain);
        Assert.Equal(reason, View(pod, Some.Now.AddSeconds(10)).Problem?.Reason);
        Assert.Contains(message, View(pod, Some.Now.AddSeconds(10)).Problem!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("binding volumes: timed out waiting for the condition", "Unschedulable", "VolumeNotBound")]
    [InlineData("provisioning failed for PVC \"demo\"", "Unschedulable", "VolumeNotBound")]
    [InlineData("Scheduling is blocked due to non-empty scheduling gates", "SchedulingGated", "SchedulingGated")]
    public void Newer_schedulers_are_understood_too(string message, string said, string reason)
    {
        var pod = Some.Pod(Some.Environment(), node: null, change: p => p.Status.Conditions =
            [new() { Type = "PodScheduled", Status = "False", Reason = said, Message = message, LastTransitionTime = Some.Now.UtcDateTime }]);
        Assert.Equal(reason, View(pod, Some.Now.AddMinutes(1)).Problem?.Reason);
    }

    public static TheoryData<string, V1Pod, string> Waiting() => new()
    {
        { "a volume that is bound when it is first used", Some.Pod(Some.Environment(), node: null), "NotStarted" },
        { "kubelet has said nothing", Some.Pod(Some.Environment()), "NotStarted" },
        {
            "a volume that cannot be attached", Some.Pod(Some.Environment(), change: p => p.Status.InitContainerStatuses =
                [Some.Init(new() { Waiting = new() { Reason = "PodInitializing" } })]), "NotStarted"
        },
        {
            "an image that takes its time", Some.Pod(Some.Environment(), change: p =>
            {
                p.Status.InitContainerStatuses = [Some.Init(new() { Terminated = new() { ExitCode = 0, FinishedAt = Some.Now.UtcDateTime } })];
                p.Status.ContainerStatuses = [Some.Dev(new() { Waiting = new() { Reason = "PodInitializing" } })];
            }), "NotStarted"
        },
    };

    [Theory]
    [MemberData(nameof(Waiting))]
    public void What_hangs_without_a_word_is_trouble_after_two_minutes(string what, V1Pod pod, string reason)
    {
        pod.Metadata.CreationTimestamp = Some.Now.UtcDateTime;
        Assert.Equal((what, (string?)null), (what, View(pod, Some.Now.AddSeconds(119)).Problem?.Reason));
        Assert.Equal(Some.Now.AddMinutes(2), View(pod).LookAgain);
        Assert.Equal(reason, View(pod, Some.Now.AddMinutes(2)).Problem?.Reason);
    }

    [Fact]
    public void A_clone_that_takes_long_is_no_trouble()
    {
        var pod = Some.Pod(Some.Environment(), change: p => p.Status.InitContainerStatuses = [Some.Init(new() { Running = new() { StartedAt = Some.Now.UtcDateTime } })]);
        pod.Metadata.CreationTimestamp = Some.Now.UtcDateTime;
        Assert.Null(View(pod, Some.Now.AddHours(1)).Problem);
        Assert.Null(View(pod).LookAgain);
    }

    [Theory]
    [InlineData("OOMKilled", 137, "CrashLoop", "more memory")]
    [InlineData("Error", 3, "CrashLoop", "exit code 3")]
    [InlineData("Completed", 0, "CrashLoop", "exit code 0 (Completed)")]
    [InlineData("ContainerCannotRun", 127, "CrashLoop", "exit code 127 (ContainerCannotRun)")]
    [InlineData("StartError", 128, "ContainerCannotStart", "no such file")]
    public void A_container_that_ends_says_how(string reason, int code, string expected, string part)
    {
        var ended = new V1ContainerState { Terminated = new() { ExitCode = code, Reason = reason, Message = "no such file" } };
        var pod = Some.RunningPod(Some.Environment(), p => p.Status.ContainerStatuses = [Some.Dev(new() { Waiting = new() { Reason = "CrashLoopBackOff" } }, ended, 3)]);
        Assert.Equal(expected, View(pod).Problem?.Reason);
        Assert.Contains(part, View(pod).Problem!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_container_that_was_started_again_counts_as_running_once_it_has_stayed_up()
    {
        var pod = Some.RunningPod(Some.Environment(), p => p.Status.ContainerStatuses =
            [Some.Dev(new() { Running = new() { StartedAt = Some.Now.UtcDateTime } }, new() { Terminated = new() { ExitCode = 1 } }, 1)]);
        Assert.False(View(pod).IsRunning);
        Assert.Equal(Some.Now.AddSeconds(10), View(pod).LookAgain);
        Assert.True(View(pod, Some.Now.AddSeconds(10)).IsRunning);
        Assert.Null(View(pod, Some.Now.AddSeconds(10)).Problem);
    }

    [Fact]
    public void Content_that_failed_says_what_git_said()
    {
        var ended = new V1ContainerState { Terminated = new() { ExitCode = 1, Message = Some.Report(new() { Failure = new() { Message = "fatal: repository not found" } }) } };
        var pod = Some.Pod(Some.Environment(), change: p => p.Status.InitContainerStatuses = [Some.Init(new() { Waiting = new() { Reason = "CrashLoopBackOff" } }, ended)]);
        Assert.Equal(new Problem("ContentFailed", "fatal: repository not found"), View(pod).Problem);
    }

    [Fact]
    public void An_init_container_that_died_without_a_word_is_named()
    {
        var pod = Some.Pod(Some.Environment(), change: p => p.Status.InitContainerStatuses = [Some.Init(new() { Terminated = new() { ExitCode = 137, Reason = "OOMKilled" } })]);
        Assert.Contains("exit code 137 (OOMKilled)", View(pod).Problem!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void That_the_scheduler_has_found_no_node_is_news()
    {
        var silent = Some.Pod(Some.Environment(), node: null);
        silent.Metadata.CreationTimestamp = Some.Now.UtcDateTime;
        var refused = silent with
        {
            Status = silent.Status with { Conditions = [new() { Type = "PodScheduled", Status = "False", Reason = "Unschedulable", Message = "1 Insufficient cpu", LastTransitionTime = Some.Now.UtcDateTime }] },
        };
        Assert.True(PodView.IsNews(silent, refused, Some.Options));
    }

    [Fact]
    public void That_kubelet_waits_before_it_starts_a_container_again_is_no_news()
    {
        var ended = new V1ContainerStateTerminated { ExitCode = 1, Reason = "Error" };
        var terminated = Some.RunningPod(Some.Environment(), p => p.Status.ContainerStatuses = [Some.Dev(new() { Terminated = ended })]);
        var waiting = Some.RunningPod(Some.Environment(), p => p.Status.ContainerStatuses = [Some.Dev(new() { Waiting = new() { Reason = "CrashLoopBackOff" } }, last: new() { Terminated = ended })]);
        Assert.False(PodView.IsNews(terminated, waiting, Some.Options));
    }

    [Fact]
    public void Kubelets_flipping_between_two_names_of_one_trouble_is_no_news()
    {
        var pulling = Some.RunningPod(Some.Environment(), p => p.Status.ContainerStatuses = [Some.Dev(new() { Waiting = new() { Reason = "ErrImagePull", Message = "unknown" } })]);
        var waiting = Some.RunningPod(Some.Environment(), p => p.Status.ContainerStatuses = [Some.Dev(new() { Waiting = new() { Reason = "ImagePullBackOff", Message = "Back-off" } })]);
        Assert.False(PodView.IsNews(pulling, waiting with { Status = waiting.Status with { Phase = "Pending" } }, Some.Options));
        Assert.True(PodView.IsNews(waiting, pulling, Some.Options), "the cause is new");
        Assert.True(PodView.IsNews(pulling, Some.RunningPod(Some.Environment()), Some.Options));
        Assert.True(PodView.IsNews(pulling, waiting with { Metadata = waiting.Metadata with { DeletionTimestamp = Some.Now.UtcDateTime } }, Some.Options));
    }

    [Fact]
    public void What_is_wrong_with_machine_is_told_and_keeps_nothing_from_running()
    {
        foreach (var (state, last, restarts, part) in new (V1ContainerState, V1ContainerState?, int, string?)[]
        {
            (new() { Waiting = new() { Reason = "ErrImagePull", Message = "manifest unknown" } }, null, 0, "manifest unknown"),
            (new() { Waiting = new() { Reason = "CrashLoopBackOff" } }, new() { Terminated = new() { ExitCode = 1 } }, 3, "Container machine ended with exit code 1"),
            (new() { Running = new() { StartedAt = Some.Now.UtcDateTime } }, new() { Terminated = new() { ExitCode = 137, Reason = "OOMKilled" } }, 1, "needed more memory"),
            (new() { Running = new() { StartedAt = Some.Now.UtcDateTime.AddMinutes(-1) } }, new() { Terminated = new() { ExitCode = 1 } }, 1, null),
        })
        {
            var environment = Some.Environment();
            var pod = Some.RunningPod(environment, p => p.Status.ContainerStatuses.Add(new() { Name = "machine", Image = "r/content:1", State = state, LastState = last, RestartCount = restarts }));
            Assert.Equal((true, null), (View(pod).IsRunning, View(pod).Problem));
            // What time alone changes is looked for, not told.
            Assert.Equal(part is not null && state.Running is null, PodView.IsNews(Some.RunningPod(environment), pod, Some.Options));
            var status = EnvironmentHealth.Of(Some.State(environment, pod), new EnvironmentPlan());
            Assert.Equal(("Running", null), (status.Phase, status.FailureMessage));
            if (part is null) Assert.Equal((null, null), (status.Machine!.WarningMessage, status.WarningMessage));
            else Assert.Contains(part, Assert.Single(status.WarningMessage!), StringComparison.Ordinal);
            Assert.Equal(part is null ? [] : ["MachineContainerFailed"], EnvironmentEvents.Between(null, status).Select(told => told.Reason).Where(reason => reason == "MachineContainerFailed"));
        }
    }
}
