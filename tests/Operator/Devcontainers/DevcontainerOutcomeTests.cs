using Environs.Crds;
using Environs.Operator.Devcontainers;
using Environs.Operator.Environments;
using Environs.Operator.Tests.Environments;
using Environs.Protocol.Supervision;
using k8s.Models;

namespace Environs.Operator.Tests.Devcontainers;

public class DevcontainerOutcomeTests
{
    private static readonly V1alpha1Environment Environment = Some.Environment();

    private static readonly V1Pod Pod = Some.RunningPod(Environment, pod => pod.Metadata.Annotations[EnvironmentNames.DevcontainerAnnotation] = "0123");

    [Theory]
    [InlineData("", "Running", "True Running")]
    [InlineData("onCreateCommand:Succeeded:awaited updateContentCommand:Succeeded:awaited", "Running", "True Running")]
    [InlineData("onCreateCommand:Succeeded:awaited postCreateCommand:Running:", "Running", "True Running")]
    [InlineData("onCreateCommand:Running:awaited", "Starting", "False RunningLifecycleCommand")]
    [InlineData("onCreateCommand:Succeeded:awaited updateContentCommand:Unspecified:awaited", "Starting", "False RunningLifecycleCommand")]
    [InlineData("onCreateCommand:Failed:awaited postCreateCommand:Unspecified:", "Starting", "False LifecycleCommandFailed")]
    [InlineData("onCreateCommand:Succeeded:awaited postCreateCommand:Failed:", "Running", "False LifecycleCommandFailed")]
    [InlineData("onCreateCommand:Stopped:awaited", "Starting", "False RunningLifecycleCommand")]
    public void It_runs_when_the_awaited_commands_have_ended_well(string commands, string phase, string ready)
    {
        var status = Status(Environment, Pod, new() { Lifecycle = Lifecycle(commands) });
        Assert.Equal((phase, ready), (status.Phase, Ready(status)));
        Assert.Equal(
            ready.EndsWith("Failed", StringComparison.Ordinal) ? DevcontainerPhases.Failed : phase == EnvironmentPhases.Running ? DevcontainerPhases.Running : DevcontainerPhases.Creating,
            status.Devcontainer!.Phase);
    }

    [Fact]
    public void The_command_that_is_awaited_or_failed_is_named()
    {
        Assert.Equal("updateContentCommand", Outcome("onCreateCommand:Succeeded:awaited updateContentCommand:Running:awaited postCreateCommand:Unspecified:awaited").WaitsFor);
        Assert.Equal("postCreateCommand failed with exit code 3: no module", Outcome("postCreateCommand:Failed:").Problem!.Message);
    }

    [Fact]
    public void Without_a_file_nobody_is_waited_for() => Assert.Equal("True Running", Ready(Status(Environment, Some.RunningPod(Environment), DevcontainerState.Unknown)));

    [Fact]
    public void With_one_the_supervisor_is() => Assert.Equal("False RunningLifecycleCommand", Ready(Status(Environment, Pod, DevcontainerState.Unknown)));

    [Theory]
    [InlineData("")]
    [InlineData("onCreateCommand:Succeeded:awaited postCreateCommand:Failed:")]
    [InlineData("onCreateCommand:Failed:awaited")]
    public void What_was_said_holds_while_the_supervisor_is_not_heard(string commands)
    {
        var before = Status(Environment, Pod, new() { Presence = FilePresences.Discovered, Path = "a.json", Hash = "0123", File = new() { RemoteUser = "dev" }, Lifecycle = Lifecycle(commands, "dev", "/workspaces/app") });
        var seen = new V1alpha1Environment { Metadata = Environment.Metadata, Spec = Environment.Spec, Status = before };
        var after = Status(seen, Pod, DevcontainerState.Unknown);
        Assert.Equal((before.Phase, Ready(before), before.Devcontainer), (after.Phase, Ready(after), after.Devcontainer));

        // Another container has to bring it about anew.
        var restarted = Some.RunningPod(Environment, pod =>
        {
            pod.Metadata.Annotations[EnvironmentNames.DevcontainerAnnotation] = "0123";
            pod.Status.ContainerStatuses[0].ContainerID = "containerd://2";
        });
        Assert.Equal("False RunningLifecycleCommand", Ready(Status(seen, restarted, DevcontainerState.Unknown)));
    }

    [Theory]
    [InlineData("0123", true)]
    [InlineData("4567", false)]
    [InlineData("", false)]
    public void Whether_the_container_is_that_of_the_file_is_told(string hash, bool expected)
    {
        var state = new DevcontainerState { Presence = FilePresences.Discovered, Hash = hash, File = new() { RemoteUser = "new" }, Lifecycle = Lifecycle("", "old", "/old") };
        var status = Status(Environment, Pod, state);
        Assert.Equal((expected, "old", "/old"), (status.Devcontainer!.DevcontainerconfigInSync, status.Devcontainer.RemoteUser, status.Devcontainer.RemoteWorkspaceFolder));
    }

    [Fact]
    public void A_file_that_was_spoilt_since_is_a_warning()
    {
        var status = Status(Environment, Pod, new() { Presence = FilePresences.Discovered, Problem = new("DevcontainerFailed", "a.json: no"), Lifecycle = Lifecycle("") });
        Assert.Equal(("True Running", "a.json: no"), (Ready(status), status.Devcontainer!.WarningMessage));
    }

    [Fact]
    public void One_that_is_spoilt_when_the_container_comes_is_a_failure() =>
        Assert.Equal("False DevcontainerFailed", Ready(Status(Environment, Pod, new() { Presence = FilePresences.Discovered, Problem = new("DevcontainerFailed", "a.json: no") })));

    private static DevcontainerOutcome Outcome(string commands) => DevcontainerOutcome.Of(Some.State(Environment, Pod) with { Devcontainer = new() { Lifecycle = Lifecycle(commands) } });

    private static EnvironmentStatus Status(V1alpha1Environment environment, V1Pod pod, DevcontainerState devcontainer)
    {
        var state = Some.State(environment, pod) with { Devcontainer = devcontainer };
        return EnvironmentHealth.Of(state, EnvironmentPolicy.Decide(state));
    }

    private static string Ready(EnvironmentStatus status) => status.Conditions.Single(condition => condition.Type == EnvironmentConditions.Ready) is var ready ? $"{ready.Status} {ready.Reason}" : "";

    private static LifecycleReport Lifecycle(string commands, string user = "", string folder = "")
    {
        var lifecycle = new LifecycleReport { RemoteUser = user, WorkspaceFolder = folder };
        foreach (var fields in commands.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(command => command.Split(':')))
        {
            var phase = Enum.Parse<StepPhase>(fields[1]);
            lifecycle.Commands.Add(new LifecycleCommandReport
            {
                Name = fields[0],
                Phase = phase,
                Awaited = fields[2].Length > 0,
                ExitCode = phase == StepPhase.Failed ? 3 : 0,
                FailureMessage = phase == StepPhase.Failed ? "no module" : "",
            });
        }
        return lifecycle;
    }
}
