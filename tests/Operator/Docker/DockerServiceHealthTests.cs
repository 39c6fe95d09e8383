using Environs.Crds;
using Environs.Operator.Automations;
using Environs.Operator.Docker;
using Environs.Operator.Services;
using Environs.Operator.Tests.Automations;
using Environs.Protocol.Supervision;
using k8s.Models;

namespace Environs.Operator.Tests.Docker;

/// <summary>A service with a pod of its own, from one status to the next.</summary>
public sealed class DockerServiceHealthTests
{
    private readonly V1alpha1Service service = Work.Service("db", service => (service.Spec.TriggeredBy, service.Spec.RunsOn) = ([AutomationTriggers.PostEnvironmentStart], new() { Docker = new() { Image = "redis" } }));
    private V1alpha1Environment environment = Work.Environment();

    [Fact]
    public void A_trigger_starts_it_and_its_pod_s_supervisor_says_how_it_goes()
    {
        var begun = Next();
        Assert.Equal(("Starting", "db.environs-demo.team.svc", null), (begun.Phase, begun.Address, begun.PodName));
        Assert.True(DockerServiceHealth.NeedsPod(begun));
        Assert.Equal(("Starting", begun.Start, "db-pod"), Of(Next(Pod(begun.Start))));
        Assert.Equal(("Running", begun.Start, "db-pod"), Of(Next(Pod(begun.Start, ServicePhase.Running))));
        var failed = Next(Pod(begun.Start, ServicePhase.Failed, why: "Exit code 3."));
        Assert.Equal(("Failed", "Exit code 3."), (failed.Phase, failed.FailureMessage));
        // It has ended, and nobody makes it a pod again.
        Assert.False(DockerServiceHealth.NeedsPod(Next()));
        Assert.Equal("Failed", Next(Pod(begun.Start)).Phase);
    }

    [Fact]
    public void Only_the_word_of_its_own_pod_counts()
    {
        var begun = Next();
        var report = new ServiceReport { Id = service.Metadata.Uid, Session = begun.Start, Phase = ServicePhase.Running };
        Assert.Equal("Starting", Next(null, Work.Running(report)).Phase);
        Assert.Equal("Starting", Next(Pod("another", ServicePhase.Running)).Phase);
        var pod = Pod(begun.Start, ServicePhase.Running);
        pod.Report!.Services[0].Id = "other-uid";
        Assert.Equal("Starting", Next(pod).Phase);
    }

    [Theory]
    [InlineData("Evicted")]
    [InlineData(null)]
    public void A_pod_that_is_lost_is_followed_by_another_of_the_same_start(string? reason)
    {
        var begun = Next();
        Next(Pod(begun.Start, ServicePhase.Running));
        var lost = Next(reason is null ? null : Pod(begun.Start, ServicePhase.Running, change: pod => pod.Status = new() { Phase = "Failed", Reason = reason }));
        Assert.Equal(("Starting", begun.Start), (lost.Phase, lost.Start));
        Assert.True(DockerServiceHealth.NeedsPod(lost));
    }

    [Fact]
    public void Who_deletes_its_pod_stops_it()
    {
        var begun = Next();
        Next(Pod(begun.Start, ServicePhase.Running));
        Assert.Equal("Stopping", Next(Going(begun.Start, ServicePhase.Stopping)).Phase);
        Assert.Equal("Stopped", Next(Going(begun.Start, ServicePhase.Stopped)).Phase);
        Assert.False(DockerServiceHealth.NeedsPod(Next()));
    }

    [Fact]
    public void Another_session_is_another_start_after_the_pod_of_this_one()
    {
        var begun = Next();
        Next(Pod(begun.Start, ServicePhase.Running));
        service.Spec.Session = "two";
        var again = Next(Pod(begun.Start, ServicePhase.Running));
        Assert.Equal(("Starting", "two"), (again.Phase, again.Session));
        Assert.NotEqual(begun.Start, again.Start);
        Assert.Equal(("Starting", again.Start, "db-pod"), Of(Next(Going(begun.Start, ServicePhase.Stopped))));
        Assert.Equal(("Running", again.Start, "db-pod"), Of(Next(Pod(again.Start, ServicePhase.Running))));
    }

    [Fact]
    public void A_start_that_was_made_and_not_recorded_is_found_again()
    {
        var begun = Next();
        service.Status = null;
        Assert.Equal(begun.Start, Next(Pod(begun.Start)).Start);
        service.Status = null;
        Assert.NotEqual(begun.Start, Next(Going(begun.Start, ServicePhase.Stopped)).Start);
    }

    [Fact]
    public void Stopped_and_started_again_it_has_another_pod()
    {
        var begun = Next();
        Next(Pod(begun.Start, ServicePhase.Running));
        service.Spec.DesiredPhase = DesiredPhases.Stopped;
        Assert.Equal(("Stopping", null, "db-pod"), Of(Next(Pod(begun.Start, ServicePhase.Running))));
        Assert.Equal(("Failed", null, "db-pod"), Of(Next(Going(begun.Start, ServicePhase.Failed))));
        service.Spec.DesiredPhase = null;
        var again = Next(Going(begun.Start, ServicePhase.Failed));
        Assert.Equal("Starting", again.Phase);
        Assert.NotEqual(begun.Start, again.Start);
    }

    [Fact]
    public void It_does_not_notice_another_dev_container_and_what_had_ended_starts_with_it()
    {
        var begun = Next();
        Next(Pod(begun.Start, ServicePhase.Running));
        var meanwhile = Next(Pod(begun.Start, ServicePhase.Running), Work.Running() with { Id = null, Report = null, IsEnding = true });
        Assert.Equal(("Running", begun.Start, Work.Container), (meanwhile.Phase, meanwhile.Start, meanwhile.Container));
        environment = Work.Environment(environment => environment.Status!.Triggers!.Container = "pod-uid/c2");
        var after = Next(Pod(begun.Start, ServicePhase.Running), Work.Running() with { Id = "pod-uid/c2" });
        Assert.Equal(("Running", begun.Start, "pod-uid/c2"), (after.Phase, after.Start, after.Container));

        Next(Pod(begun.Start, ServicePhase.Stopped), Work.Running() with { Id = "pod-uid/c2" });
        environment = Work.Environment(environment => environment.Status!.Triggers!.Container = "pod-uid/c3");
        var again = Next(Pod(begun.Start, ServicePhase.Stopped), Work.Running() with { Id = "pod-uid/c3" });
        Assert.Equal("Starting", again.Phase);
        Assert.NotEqual(begun.Start, again.Start);
    }

    [Fact]
    public void With_the_environment_s_pod_it_stops_and_with_the_next_it_starts()
    {
        var begun = Next();
        Next(Pod(begun.Start, ServicePhase.Running));
        Assert.Equal(("Stopping", null, "db-pod"), Of(ServiceHealth.Of(State(Pod(begun.Start, ServicePhase.Running), null))));
        environment = Work.Environment(environment => environment.Status!.Triggers!.Container = "pod-2/c1");
        var again = Next(null, Work.Running() with { PodUid = "pod-2", Id = "pod-2/c1" });
        Assert.Equal("Starting", again.Phase);
        Assert.NotEqual(begun.Start, again.Start);
    }

    [Fact]
    public void Without_a_workspace_it_says_so() =>
        Assert.Contains("without its workspace", ServiceHealth.Of(State(null, Work.Running()) with { HasWorkspace = false }).Conditions[0].Message);

    private ServiceStatus Next(DockerPod? pod = null, WorkContainer? container = null) => service.Status = ServiceHealth.Of(State(pod, container ?? Work.Running()));

    private ServiceState State(DockerPod? pod, WorkContainer? container) => new() { Service = service, Environment = environment, Container = container, Docker = pod };

    private static (string?, string?, string?) Of(ServiceStatus status) => (status.Phase, status.Start, status.PodName);

    private DockerPod Going(string? start, ServicePhase phase) => Pod(start, phase, change: pod => pod.Metadata.DeletionTimestamp = DateTime.UnixEpoch);

    private DockerPod Pod(string? start, ServicePhase? phase = null, string why = "", Action<V1Pod>? change = null)
    {
        var pod = new V1Pod
        {
            Metadata = new() { Name = "db-pod", Uid = $"uid-of-{start}", Annotations = new Dictionary<string, string> { [DockerNames.StartAnnotation] = start ?? "" } },
            Spec = new(),
            Status = new() { Phase = "Running" },
        };
        change?.Invoke(pod);
        var report = phase is null ? null : new Report { Services = { new ServiceReport { Id = service.Metadata.Uid, Session = start, Phase = phase.Value, FailureMessage = why } } };
        return new DockerPod(pod, report);
    }
}
