using Environs.Crds;
using Environs.Operator.Devcontainers;
using Environs.Operator.Environments;
using Environs.Operator.Supervision;
using Environs.Operator.Tests.Environments;
using Environs.Protocol.Supervision;
using Google.Protobuf;
using k8s.Models;

namespace Environs.Operator.Tests.Devcontainers;

public class DevcontainerStateTests
{
    private static readonly V1alpha1Environment Environment = Some.Environment(Clones);

    [Fact]
    public void Nothing_is_known_before_somebody_is_heard()
    {
        var pod = Some.Pod(Environment);
        Assert.Equal(DevcontainerState.Unknown, DevcontainerState.Of(Environment, pod, isInitialized: false, null, null));
        Assert.Equal(DevcontainerState.Unknown, DevcontainerState.Of(Environment, pod, isInitialized: false, Said(new() { DevcontainerFile = File("{}") }, isConnected: false), null));
        Assert.Equal(DevcontainerState.Unknown, DevcontainerState.Of(Environment, pod, isInitialized: true, Said(new() { DevcontainerFile = File("{}") }), null));
    }

    [Fact]
    public void While_the_init_container_waits_its_word_counts()
    {
        var state = Waiting("""{"image":"a/b:1","workspaceFolder":"${localWorkspaceFolder}/sub"}""");
        Assert.Equal((true, FilePresences.Discovered, ".devcontainer.json", null), (state.IsWaiting, state.Presence, state.Path, state.Problem));
        Assert.Equal(("a/b:1", "/workspaces/app/sub"), (state.File!.Image, state.File.WorkspaceFolder));
    }

    [Theory]
    [InlineData("{\"build\":{}}", null)]
    [InlineData("{\"features\":{\"a\":{}}}", ".devcontainer.json: line 1, column 2: \"features\": features are not installed here")]
    [InlineData("{", ".devcontainer.json: line 1, column 2: the file is no JSON")]
    public void A_file_that_cannot_be_used_is_a_problem(string json, string? expected)
    {
        var state = Waiting(json);
        Assert.Equal(expected is null, state.Problem is null);
        if (expected is null) return;
        Assert.Equal((EnvironmentReasons.DevcontainerFailed, null), (state.Problem!.Reason, state.File));
        Assert.StartsWith(expected, state.Problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_cannot_be_read_says_why()
    {
        var state = DevcontainerState.Of(Environment, Some.Pod(Environment), false, Said(new() { DevcontainerFile = new() { Problem = "there are several" } }), null);
        Assert.Equal((FilePresences.Discovered, "devcontainer.json: there are several"), (state.Presence, state.Problem!.Message));
    }

    [Fact]
    public void One_that_was_asked_for_and_is_not_there_is_a_problem()
    {
        var asking = Some.Environment(environment => environment.Spec.Devcontainer = new() { DevcontainerFilePath = "a.json" });
        var absent = DevcontainerState.Of(asking, Some.Pod(asking), false, Said(new() { DevcontainerFile = new() }), null);
        Assert.Equal((FilePresences.Absent, "spec.devcontainer.devcontainerFilePath: there is no file a.json in the repository."), (absent.Presence, absent.Problem!.Message));
        var present = DevcontainerState.Of(asking, Some.Pod(asking), false, Said(new() { DevcontainerFile = File("{}", "a.json") }), null);
        Assert.Equal((FilePresences.Specified, null), (present.Presence, present.Problem));
    }

    [Theory]
    [InlineData("/workspaces", ".devcontainer/devcontainer.json,.devcontainer.json,.devcontainer/*/devcontainer.json", true)]
    [InlineData("/workspaces/app", ".devcontainer/devcontainer.json,.devcontainer.json,.devcontainer/*/devcontainer.json", false)]
    [InlineData("/workspaces", "a.json", false)]
    public void What_was_looked_for_elsewhere_is_no_answer(string folder, string paths, bool isAnswer)
    {
        var said = new Report { DevcontainerFile = new() { Folder = folder, LookedFor = { paths.Split(',') } }, Lifecycle = new() { RemoteUser = "ada" } };
        var state = DevcontainerState.Of(Environment, Some.RunningPod(Environment), true, null, Said(said));
        Assert.Equal((isAnswer ? FilePresences.Absent : null, isAnswer, "ada"), (state.Presence, state.File is not null, state.Lifecycle!.RemoteUser));
    }

    [Fact]
    public void Without_a_file_everything_is_as_ever()
    {
        var state = DevcontainerState.Of(Environment, Some.RunningPod(Environment), true, null, Said(new() { DevcontainerFile = new() }));
        Assert.Equal((false, FilePresences.Absent, null, ""), (state.IsWaiting, state.Presence, state.Problem, state.Hash));
        Assert.Equal((null, EnvironmentNames.WorkspacesPath, 0), (state.File!.RemoteUser, state.File.WorkspaceFolder, state.File.Commands.Count));
    }

    [Theory]
    [InlineData("{}", null, "{\"metadata\":{\"annotations\":{\"environs.dev/devcontainer\":\"@\"}}}")]
    [InlineData("{\"image\":\"r/default:1\"}", null, "{\"metadata\":{\"annotations\":{\"environs.dev/devcontainer\":\"@\"}}}")]
    [InlineData("{\"image\":\"a/b:1\"}", null, "{\"metadata\":{\"annotations\":{\"environs.dev/devcontainer\":\"@\"}},\"spec\":{\"containers\":[{\"name\":\"dev\",\"image\":\"a/b:1\"}]}}")]
    [InlineData("{\"image\":\"r/default:1\"}", "", null)]
    [InlineData("{}", "", null)]
    [InlineData("{\"image\":\"a/b:1\"}", "", "{\"metadata\":{\"annotations\":{\"environs.dev/devcontainer\":\"@\"}},\"spec\":{\"containers\":[{\"name\":\"dev\",\"image\":\"a/b:1\"}]}}")]
    [InlineData("{\"build\":1}", null, null)]
    public void The_pod_is_changed_to_what_the_file_says_once(string json, string? annotated, string? expected)
    {
        var state = Waiting(json);
        var pod = Some.Pod(Environment, change: pod =>
        {
            if (annotated is not null) pod.Metadata.Annotations[EnvironmentNames.DevcontainerAnnotation] = state.Hash;
        });
        var patch = DevcontainerPatch.Of(pod, state);
        Assert.Equal(expected?.Replace("@", state.Hash, StringComparison.Ordinal), patch?.ToJsonString());
        var plan = EnvironmentPolicy.Decide(Some.State(Environment, pod) with { Devcontainer = state });
        Assert.Equal(patch?.ToJsonString(), plan.PatchPod?.ToJsonString());
        Assert.Equal(patch is null && state.Problem is null, DevcontainerDesires.OfInit(state, DevcontainerPatch.Of(pod, state) is null).GoOn);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("r/before:1", false)]
    [InlineData("r/default:1", true)]
    public void Kubelet_has_to_have_seen_the_image(string? seen, bool expected)
    {
        var before = Some.Pod(Environment, change: pod => pod.Status.ContainerStatuses = [Waiting("r/before:1")]);
        var pod = Some.Pod(Environment, change: pod => pod.Status.ContainerStatuses = seen is null ? null : [Waiting(seen)]);
        Assert.Equal(expected, DevcontainerPatch.IsTakenUp(pod));
        Assert.Equal(seen != "r/before:1", PodView.IsNews(before, pod, Some.Options));

        static V1ContainerStatus Waiting(string image) => new() { Name = "dev", Image = image, ImageID = "", State = new() { Waiting = new() { Reason = "PodInitializing" } } };
    }

    [Fact]
    public void What_cannot_be_used_is_failed_until_the_spec_is_another()
    {
        var (pod, devcontainer) = (Some.Pod(Environment), Waiting("{\"build\":1}"));
        var state = Some.State(Environment, pod) with { Devcontainer = devcontainer };
        var status = EnvironmentHealth.Of(state, EnvironmentPolicy.Decide(state));
        var (ready, stalled) = (status.Conditions.Single(one => one.Type == "Ready"), status.Conditions.Single(one => one.Type == "Stalled"));
        Assert.Equal(("False", EnvironmentReasons.DevcontainerFailed, "True"), (ready.Status, ready.Reason, stalled.Status));
        Assert.Equal((EnvironmentPhases.Starting, DevcontainerPhases.Failed, devcontainer.Problem!.Message), (status.Phase, status.Devcontainer!.Phase, status.Devcontainer.FailureMessage));
        Assert.Null(EnvironmentPolicy.Decide(state).DeletePod);
        Assert.Equal(devcontainer.Problem.Message, DevcontainerDesires.OfInit(devcontainer, true).Failure);

        // The operator is away for a while, and the init container is not heard.
        var seen = new V1alpha1Environment { Metadata = Environment.Metadata, Spec = Environment.Spec, Status = status };
        var later = Some.State(seen, pod);
        Assert.Equal(ready.Reason, EnvironmentHealth.Of(later, EnvironmentPolicy.Decide(later)).Conditions.Single(one => one.Type == "Ready").Reason);

        var corrected = Some.Environment(environment =>
        {
            Clones(environment);
            environment.Spec.Devcontainer = new() { DevcontainerFilePath = "other.json" };
        });
        corrected.Status = status;
        Assert.Same(pod, EnvironmentPolicy.Decide(Some.State(corrected, pod) with { Devcontainer = devcontainer }).DeletePod);
        Assert.Same(pod, EnvironmentPolicy.Decide(Some.State(corrected, pod)).DeletePod);
    }

    private static void Clones(V1alpha1Environment environment) =>
        environment.Spec.Content = new() { Initializer = new() { Specs = [new() { Git = new() { RemoteUri = "https://example.com/app" } }] } };

    private static DevcontainerState Waiting(string json) =>
        DevcontainerState.Of(Environment, Some.Pod(Environment), false, Said(new() { DevcontainerFile = File(json), ContentFolder = "/workspaces/app" }), null);

    private static Protocol.Supervision.WorkspaceFile File(string json, string path = ".devcontainer.json") => new() { Path = path, Content = ByteString.CopyFromUtf8(json) };

    private static SupervisorReport Said(Report report, bool isConnected = true) => new(report, isConnected, Some.Now);
}
