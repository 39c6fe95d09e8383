using Environs.Crds;
using Environs.Operator.Environments;
using k8s.Models;

namespace Environs.Operator.Tests.Environments;

public class EnvironmentHealthTests
{
    private static EnvironmentStatus Status(EnvironmentState state) => EnvironmentHealth.Of(state, EnvironmentPolicy.Decide(state));

    private static V1Condition Condition(EnvironmentStatus status, string type) => status.Conditions.Single(condition => condition.Type == type);

    [Fact]
    public void Every_condition_is_there_in_every_state()
    {
        foreach (var pod in new[] { null, Some.Pod(Some.Environment()), Some.RunningPod(Some.Environment()) })
            Assert.Equal(["Accepted", "MachineReady", "ContentReady", "Ready", "Idle", "Stalled"], Status(Some.State(pod: pod)).Conditions.Select(condition => condition.Type));
    }

    [Fact]
    public void Every_condition_has_a_reason_and_a_message()
    {
        // metav1 wants the reason; an old server turns an empty message into null and refuses it.
        foreach (var pod in new[] { null, Some.Pod(Some.Environment(), node: null), Some.Pod(Some.Environment()), Some.RunningPod(Some.Environment()) })
            Assert.All(Status(Some.State(pod: pod)).Conditions, condition => Assert.True(condition is { Reason.Length: > 0, Message.Length: > 0 }, condition.Type));
    }

    public static TheoryData<string, V1Pod?, string, string, string> Phases()
    {
        var environment = Some.Environment();
        return new()
        {
            { "no pod", null, "Creating", "Creating", "Creating" },
            { "no node", Some.Pod(environment, node: null), "Creating", "Creating", "Creating" },
            { "a node", Some.Pod(environment), "Starting", "Starting", "Initializing" },
            { "containers up", Some.RunningPod(environment), "Running", "Running", "Ready" },
            { "going by itself", Some.RunningPod(environment, pod => pod.Metadata.DeletionTimestamp = Some.Now.UtcDateTime), "Starting", "Stopping", "Creating" },
        };
    }

    [Theory]
    [MemberData(nameof(Phases))]
    public void The_phases_follow_the_pod(string what, V1Pod? pod, string phase, string machine, string content)
    {
        var status = Status(Some.State(pod: pod));
        Assert.Equal((what, phase, machine, content), (what, status.Phase!, status.Machine!.Phase!, status.Content!.Phase!));
        Assert.Equal(phase == "Running" ? "True" : "False", Condition(status, "Ready").Status);
    }

    [Fact]
    public void Without_a_class_no_pod_is_said_to_be_made()
    {
        var status = Status(Some.State(Some.Environment(e => e.Spec.Machine!.Class = "none")));
        foreach (var type in new[] { "MachineReady", "ContentReady" })
        {
            Assert.Equal("ClassNotFound", Condition(status, type).Reason);
            Assert.StartsWith("There is no pod: spec.machine.class: EnvironmentClass \"none\" does not exist", Condition(status, type).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_is_tried_again_is_not_stalled_and_does_not_say_that_nothing_is_wrong()
    {
        var environment = Some.Environment();
        var failing = Some.RunningPod(environment, pod => pod.Status.ContainerStatuses = [Some.Dev(new() { Waiting = new() { Reason = "ErrImagePull", Message = "not found" } })]);
        var stalled = Condition(Status(Some.State(environment, failing)), "Stalled");
        Assert.Equal(("False", "Retrying"), (stalled.Status, stalled.Reason));
        Assert.StartsWith("It is tried again, and needs nobody for that: ", stalled.Message, StringComparison.Ordinal);
        Assert.Equal("NoProblem", Condition(Status(Some.State(environment, Some.RunningPod(environment))), "Stalled").Reason);
    }

    [Theory]
    [InlineData("Running", true)]
    [InlineData("Stopped", false)]
    public void What_a_start_could_not_bring_is_a_warning_while_it_runs(string phase, bool isTold)
    {
        var status = EnvironmentHealth.WithTriggers(new() { Phase = phase, WarningMessage = ["one"], Triggers = new() { FailureMessage = "over quota" } });
        Assert.Equal(isTold ? ["one", "over quota"] : ["one"], status.WarningMessage);
        Assert.Equal(["one"], EnvironmentHealth.WithTriggers(status with { WarningMessage = ["one"], Triggers = new() }).WarningMessage);
    }

    [Fact]
    public void A_running_environment_says_where_it_is()
    {
        var environment = Some.Environment(e => e.Spec.Content = new() { Initializer = new() { Specs = [new() { Git = new() { RemoteUri = "https://h/o/app.git" } }] } });
        var report = Some.Report(new()
        {
            SupervisorVersion = "1.2.3",
            Repositories = [new() { CloneUrl = "https://h/o/app.git", Location = "/workspaces/app", Branch = "main", LatestCommit = new string('a', 40) }],
            Warnings = ["moved aside"],
        });
        var status = Status(Some.State(environment, Some.RunningPod(environment, pod => pod.Status.InitContainerStatuses = [Some.Init(new() { Terminated = new() { ExitCode = 0, Message = report } })])));
        Assert.Equal(("demo", "pod-uid", "node-a", "small"), (status.Machine!.PodName!, status.Machine.PodUid!, status.Machine.NodeName!, status.Machine.Class!));
        Assert.Equal("1.2.3", status.Machine.Versions!.SupervisorVersion);
        Assert.Equal(("main", new string('a', 40), "/workspaces/app"), (status.Content!.Git!.Branch!, status.Content.Git.LatestCommit!, status.Content.ContentLocationInMachine!));
        Assert.Equal(("dev", "containerd://1", "r/default:1", "/workspaces/app"), (status.Devcontainer!.ContainerName!, status.Devcontainer.ContainerId!, status.Devcontainer.Image!, status.Devcontainer.RemoteWorkspaceFolder!));
        Assert.Equal(["moved aside"], status.WarningMessage);
        Assert.Null(status.FailureMessage);
        Assert.Equal("OK", status.RunnerAck!.StatusCode);
        Assert.Equal("3", status.RunnerAck.SpecVersion);
    }

    [Fact]
    public void A_stopped_environment_keeps_what_is_known_of_its_content()
    {
        var environment = Some.Environment(e => e.Spec.DesiredPhase = DesiredPhases.Stopped);
        environment.Status = new() { Content = new() { Git = new() { Branch = "main" }, Session = "s" }, Machine = new() { Class = "small" } };
        var status = Status(Some.State(environment));
        Assert.Equal(("Stopped", "Stopped", "Unavailable", "Stopped"), (status.Phase!, status.Machine!.Phase!, status.Content!.Phase!, status.Devcontainer!.Phase!));
        Assert.Equal(("main", "s"), (status.Content.Git!.Branch!, status.Content.Session!));
        Assert.Equal(("False", "Stopped"), (Condition(status, "Ready").Status, Condition(status, "Ready").Reason));
        Assert.Equal("False", Condition(status, "Stalled").Status);
    }

    [Fact]
    public void An_invalid_spec_names_the_field_everywhere()
    {
        var status = Status(Some.State(Some.Environment(e => e.Spec.DesiredPhase = "Paused")));
        Assert.Equal("InvalidResource", status.RunnerAck!.StatusCode);
        Assert.All([status.RunnerAck.Message!, Condition(status, "Accepted").Message, Condition(status, "Ready").Message, status.FailureMessage!.Single()],
            message => Assert.Contains("spec.desiredPhase", message, StringComparison.Ordinal));
        Assert.Equal("True", Condition(status, "Stalled").Status);
    }

    [Fact]
    public void A_class_that_cannot_be_changed_is_held_against_a_server_that_lets_it()
    {
        var environment = Some.Seen(Some.Environment(), Some.RunningPod(Some.Environment()));
        environment.Spec.Machine!.Class = "large";
        var status = Status(Some.State(environment, Some.RunningPod(environment), Some.Class("large")));
        Assert.Equal("InvalidResource", status.RunnerAck!.StatusCode);
        Assert.Contains(EnvironmentRules.ClassIsImmutable, status.RunnerAck.Message, StringComparison.Ordinal);
        Assert.Equal("small", status.Machine!.Class);
    }

    [Fact]
    public void A_missing_class_is_a_failed_precondition_that_names_it()
    {
        var status = Status(Some.State(Some.Environment(e => e.Spec.Machine!.Class = "huge")));
        Assert.Equal("FailedPrecondition", status.RunnerAck!.StatusCode);
        Assert.Contains("\"huge\"", status.RunnerAck.Message, StringComparison.Ordinal);
        Assert.Equal(("False", "ClassNotFound"), (Condition(status, "Accepted").Status, Condition(status, "Accepted").Reason));
    }

    [Fact]
    public void The_cause_of_a_failed_pull_outlives_kubelets_forgetting_it()
    {
        var environment = Some.Environment();
        var seen = Some.Seen(environment, Some.RunningPod(environment, p => p.Status.ContainerStatuses = [Some.Dev(new() { Waiting = new() { Reason = "ErrImagePull", Message = "manifest unknown" } })]));
        var status = Status(Some.State(seen, Some.RunningPod(environment, p => p.Status.ContainerStatuses = [Some.Dev(new() { Waiting = new() { Reason = "ImagePullBackOff", Message = "Back-off" } })])));
        Assert.Contains("manifest unknown", status.FailureMessage!.Single(), StringComparison.Ordinal);
        Assert.Equal("Failed", status.Devcontainer!.Phase);
    }

    [Fact]
    public void A_replacement_that_the_user_asked_for_is_an_update_until_it_runs()
    {
        var environment = Some.Seen(Some.Environment(), Some.RunningPod(Some.Environment()));
        environment.Spec.Machine!.Session = "2";
        environment = Some.Seen(environment, Some.RunningPod(Some.Environment()));
        Assert.Equal("Updating", environment.Status!.Phase);
        environment = Some.Seen(environment, null);
        Assert.Equal("Updating", environment.Status!.Phase);
        Assert.Equal("Running", Status(Some.State(environment, Some.RunningPod(environment))).Phase);
    }

    [Fact]
    public void A_container_id_is_not_shown_for_a_pod_that_has_none() => Assert.Null(Status(Some.State(pod: Some.Pod(Some.Environment()))).Devcontainer!.ContainerId);
}
