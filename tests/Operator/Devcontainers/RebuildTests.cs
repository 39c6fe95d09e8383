using System.Text.Json.Nodes;
using Environs.Crds;
using Environs.Operator.Devcontainers;
using Environs.Operator.Environments;
using Environs.Operator.Supervision;
using Environs.Operator.Tests.Environments;
using Environs.Protocol.Supervision;
using Google.Protobuf;
using k8s.Models;

namespace Environs.Operator.Tests.Devcontainers;

public sealed class RebuildTests
{
    private const string Same = "{}";
    private const string Other = """{ "image": "r/other:2" }""";
    private const string Broken = """{ "build": { "dockerfile": "D" } }""";

    [Fact]
    public void Nothing_is_asked_while_the_session_stays()
    {
        Assert.Equal(DevcontainerRebuild.None, State(Environment(null), Pod()).Rebuild);
        Assert.Null(RebuildPatch.Of(State(Environment(null), Pod())));
    }

    [Fact]
    public void What_has_not_started_is_made_for_the_session_of_now()
    {
        var state = State(Environment("two"), Pod(pod => pod.Status = new() { Phase = "Pending" }));
        Assert.Equal("two", Apply(state)[EnvironmentNames.DevcontainerSessionAnnotation]);
        Assert.Null(RebuildMark.Of(state.Pod!));
    }

    [Fact]
    public void The_file_counts_only_as_it_was_seen_since()
    {
        var environment = Environment("two");
        Assert.Null(RebuildPatch.Of(State(environment, Pod(), Report("b1", "", Other), Report("m", "", Other))));
        var desired = State(environment, Pod()).Rebuild.In(environment, new Desired());
        Assert.Equal((16, true, 3), (desired.DevcontainerLook.Length, desired.Devcontainer is not null, desired.DevcontainerPaths.Count));
        Assert.Null(RebuildPatch.Of(State(Environment("three"), Pod(), Report("b1", "", Other), Report("m", desired.DevcontainerLook, Other))));
        Assert.NotNull(RebuildPatch.Of(State(environment, Pod(), Report("b1", "", Other), Report("m", desired.DevcontainerLook, Other))));
        // Where there is no machine, the dev container's own supervisor looks.
        Assert.NotNull(RebuildPatch.Of(State(environment, Pod(), dev: Report("b1", desired.DevcontainerLook, Other))));
    }

    [Theory]
    [InlineData(Same, null)]
    [InlineData(Other, "r/other:2")]
    public void First_it_is_written_down_what_ends_and_then_it_ends(string file, string? image)
    {
        var environment = Environment("two");
        var (pod, state) = (Pod(), Asked(environment, Pod(), file));
        var annotations = Apply(state with { Pod = pod });
        Assert.Equal("two", annotations[EnvironmentNames.DevcontainerSessionAnnotation]);
        Assert.Equal(new RebuildMark(Some.Now, "b1", "containerd://1", image), RebuildMark.Of(pod));
        Assert.Equal("r/default:1", pod.Spec.Containers[0].Image);
        Assert.True(RebuildMark.Of(pod)!.Ends(new Report { Boot = "b1" }));
        Assert.False(RebuildMark.Of(pod)!.Ends(new Report { Boot = "b2" }));

        var next = State(environment, pod, dev: Report("b1", "", file));
        Assert.Equal(DevcontainerRebuild.None, next.Rebuild);
        if (image is null) Assert.Null(RebuildPatch.Of(next));
        else Apply(next);
        Assert.Equal(image ?? "r/default:1", pod.Spec.Containers[0].Image);
        Assert.Null(RebuildPatch.Of(State(environment, pod)));
    }

    [Fact]
    public void A_file_that_names_no_image_any_more_means_that_of_the_environment()
    {
        var pod = Pod(pod => pod.Spec.Containers[0].Image = "r/other:2");
        Apply(Asked(Environment("two"), pod, Same));
        Assert.Equal("r/default:1", RebuildMark.Of(pod)!.Image);
    }

    [Fact]
    public void One_that_runs_and_is_not_heard_is_waited_for()
    {
        Assert.Null(RebuildPatch.Of(Asked(Environment("two"), Pod(), Other, dev: null)));
    }

    [Fact]
    public void One_that_cannot_be_started_gets_the_image_at_once()
    {
        var pod = Pod(pod => pod.Status.ContainerStatuses = [Some.Dev(new() { Waiting = new() { Reason = "ImagePullBackOff", Message = "no" } })]);
        Apply(Asked(Environment("two"), pod, Other, dev: null));
        Assert.Equal(("r/other:2", false), (pod.Spec.Containers[0].Image, PodView.Of(pod, Some.Options, Some.Now).IsRebuilding));
    }

    [Fact]
    public void A_broken_file_is_told_and_the_container_goes_on()
    {
        var state = Asked(Environment("two"), Pod(), Broken);
        Assert.Null(RebuildPatch.Of(state));
        var status = EnvironmentHealth.Of(state, EnvironmentPolicy.Decide(state));
        Assert.Equal((EnvironmentPhases.Running, DevcontainerPhases.Failed, null), (status.Phase, status.Devcontainer!.Phase, status.Devcontainer.Session));
        Assert.StartsWith("The dev container is not rebuilt and goes on as it was: .devcontainer.json: line 1, column 3: \"build\"", status.Devcontainer.FailureMessage);
        // Once corrected, or taken back, it is as if nothing had been.
        Assert.NotNull(RebuildPatch.Of(Asked(Environment("two"), Pod(), Same)));
        state = State(Environment(null), Pod());
        Assert.Equal(DevcontainerPhases.Running, EnvironmentHealth.Of(state, EnvironmentPolicy.Decide(state)).Devcontainer!.Phase);
    }

    public static TheoryData<string, V1ContainerStatus, string, string, string?> Going() => new()
    {
        { "it still runs", Dev("containerd://1", new() { Running = new() { StartedAt = Ago(60) } }), "Updating", "Creating", null },
        { "it has ended", Dev("containerd://1", new() { Terminated = Ended(60, "Completed") }), "Updating", "Creating", null },
        { "kubelet waits a little", Dev("containerd://1", new() { Waiting = new() { Reason = "CrashLoopBackOff" } }, Ended(60, "Completed")), "Updating", "Creating", null },
        { "the image cannot be pulled", Dev("containerd://1", new() { Waiting = new() { Reason = "ErrImagePull", Message = "unknown" } }, Ended(60, "Completed")), "Updating", "Failed", "ImagePullFailed" },
        { "the next runs", Dev("containerd://2", new() { Running = new() { StartedAt = Ago(0) } }, Ended(60, "Completed")), "Running", "Running", null },
        { "the next has ended by itself", Dev("containerd://2", new() { Terminated = Ended(-1, "Error") }), "Updating", "Failed", "CrashLoop" },
    };

    [Theory]
    [MemberData(nameof(Going))]
    public void It_is_updated_until_another_container_runs(string what, V1ContainerStatus dev, string phase, string devcontainer, string? trouble)
    {
        var environment = Environment("two");
        environment.Status = new() { Phase = EnvironmentPhases.Running, Devcontainer = new() { Session = "one" } };
        var pod = Pod();
        Apply(Asked(environment, pod, Same));
        pod.Metadata.Annotations[EnvironmentNames.DevcontainerAnnotation] = "";
        pod.Status.ContainerStatuses = [dev];
        var state = State(environment, pod);
        if (dev.State.Running is null || !state.View!.IsRebuilding) environment.Status.Phase = EnvironmentPhases.Updating;
        var status = EnvironmentHealth.Of(state, EnvironmentPolicy.Decide(state));
        Assert.True((phase, devcontainer) == (status.Phase, status.Devcontainer!.Phase), $"{what}: {status.Phase}, {status.Devcontainer.Phase}");
        var ready = status.Conditions.Single(condition => condition.Type == EnvironmentConditions.Ready);
        Assert.Equal(trouble ?? (phase == "Running" ? "Running" : "Rebuilding"), ready.Reason);
        Assert.Equal(dev.ContainerID == "containerd://1" ? "one" : "two", status.Devcontainer.Session);
    }

    [Fact]
    public void Another_session_in_the_middle_ends_no_second_container()
    {
        var pod = Pod();
        Apply(Asked(Environment("two"), pod, Other));
        // The second finds the first at its end, and what kubelet has begun is kubelet's.
        Apply(Asked(Environment("three"), pod, Same, dev: null));
        Assert.Equal(new RebuildMark(Some.Now, "b1", "containerd://1", "r/default:1"), RebuildMark.Of(pod));
        Assert.Equal("three", pod.Metadata.Annotations[EnvironmentNames.DevcontainerSessionAnnotation]);
        // The next container is there: it is the one that ends.
        pod.Status.ContainerStatuses = [Dev("containerd://2", new() { Running = new() { StartedAt = Ago(0) } })];
        Apply(Asked(Environment("four"), pod, Same, dev: "b2"));
        Assert.Equal(new RebuildMark(Some.Now, "b2", "containerd://2", null), RebuildMark.Of(pod));
    }

    private static V1alpha1Environment Environment(string? session) => Some.Environment(environment => environment.Spec.Devcontainer = session is null ? null : new() { Session = session });

    private static V1Pod Pod(Action<V1Pod>? change = null) => Some.RunningPod(Environment(null), change);

    private static EnvironmentState State(V1alpha1Environment environment, V1Pod pod, SupervisorReport? dev = null, SupervisorReport? machine = null) =>
        Some.State(environment, pod) with { Rebuild = DevcontainerRebuild.Of(environment, pod, PodView.IsInitializedOf(pod), dev, machine) };

    /// <summary>With a file that machine has seen since.</summary>
    private static EnvironmentState Asked(V1alpha1Environment environment, V1Pod pod, string file, string? dev = "b1") => State(
        environment, pod, dev is null ? null : Report(dev, "", file), Report("m", State(environment, pod).Rebuild.Look, file));

    private static SupervisorReport Report(string boot, string look, string file) => new(
        new Report { Boot = boot, DevcontainerLook = look, DevcontainerFile = new() { Path = ".devcontainer.json", Content = ByteString.CopyFromUtf8(file) } }, true, Some.Now);

    /// <summary>What the API server makes of the patch.</summary>
    private static IDictionary<string, string> Apply(EnvironmentState state)
    {
        var (pod, patch) = (state.Pod!, RebuildPatch.Of(state)!);
        foreach (var (name, value) in patch["metadata"]?["annotations"]?.AsObject() ?? [])
        {
            if (value is null) pod.Metadata.Annotations.Remove(name);
            else pod.Metadata.Annotations[name] = value.GetValue<string>();
        }
        if (patch["spec"]?["containers"]?[0]?["image"] is JsonValue image) pod.Spec.Containers[0].Image = image.GetValue<string>();
        return pod.Metadata.Annotations;
    }

    private static V1ContainerStatus Dev(string id, V1ContainerState state, V1ContainerStateTerminated? last = null) =>
        new() { Name = "dev", Image = "r/default:1", ContainerID = id, State = state, LastState = last is null ? null : new() { Terminated = last }, RestartCount = 1 };

    private static V1ContainerStateTerminated Ended(int startedBefore, string reason) => new() { ExitCode = reason == "Error" ? 1 : 0, Reason = reason, StartedAt = Ago(startedBefore) };

    private static DateTime Ago(int seconds) => Some.Now.UtcDateTime.AddSeconds(-seconds);
}
