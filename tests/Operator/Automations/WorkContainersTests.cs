using Environs.Crds;
using Environs.Operator.Automations;
using Environs.Operator.Environments;
using Environs.Operator.Supervision;
using Environs.Protocol.Supervision;
using Environs.Runtime;
using k8s.Models;

namespace Environs.Operator.Tests.Automations;

public sealed class WorkContainersTests
{
    private readonly OnePod pods = new();
    private readonly TestSupervisors supervisors = new();
    private readonly WorkContainers containers;

    public WorkContainersTests() => containers = new(pods, supervisors);

    [Fact]
    public void A_new_supervisor_is_not_the_one_of_the_container_that_the_status_still_names()
    {
        Runs("c1");
        Says("b1");
        Assert.Equal(("pod-uid/c1", true), Seen());
        Says("b2");
        Assert.Equal((null, true), Seen());
        Runs("c2");
        Assert.Equal(("pod-uid/c2", true), Seen());
    }

    [Fact]
    public void One_that_had_been_taken_for_the_container_before_is_known_by_the_next()
    {
        Runs("c1");
        Says("b2");
        Assert.Equal(("pod-uid/c1", true), Seen());
        Runs("c2");
        Assert.Equal(("pod-uid/c2", true), Seen());
    }

    [Fact]
    public void A_status_that_is_ahead_of_the_end_of_the_old_stream_does_not_shut_out_the_new_supervisor()
    {
        Runs("c1");
        Says("b1");
        _ = Seen();
        Runs("c2");
        _ = Seen();
        Says("b2");
        Assert.Equal(("pod-uid/c2", true), Seen());
    }

    [Fact]
    public void What_ends_by_a_rebuild_is_not_listened_to_until_the_next_is_there()
    {
        Runs("c1");
        Says("b1");
        Assert.Equal(("pod-uid/c1", true), Seen());
        Rebuilds("b1");
        Assert.Equal((null, false), Seen());
        Assert.True(containers.Of(Work.Environment(), WorkPlace.Dev)!.IsEnding);
        Says("b2");
        Assert.Equal((null, true), Seen());
        Runs("c2");
        Rebuilds("b1");
        Assert.Equal(("pod-uid/c2", true), Seen());
    }

    [Fact]
    public void No_pod_or_one_that_goes_or_is_anothers_is_none()
    {
        Assert.Null(containers.Of(Work.Environment(), WorkPlace.Dev));
        Runs("c1");
        pods.Pod!.Metadata.DeletionTimestamp = Work.Now.UtcDateTime;
        Assert.Null(containers.Of(Work.Environment(), WorkPlace.Dev));
        Runs("c1");
        Assert.Null(containers.Of(Work.Environment(environment => environment.Metadata.Uid = "other"), WorkPlace.Dev));
        Assert.Null(containers.Of(Work.Environment(environment => environment.Metadata.NamespaceProperty = "other"), WorkPlace.Dev));
    }

    private (string?, bool) Seen() => containers.Of(Work.Environment(), WorkPlace.Dev) is { } container ? (container.Id, container.Report is not null) : throw new InvalidOperationException();

    private void Rebuilds(string boot) => pods.Pod!.Metadata.Annotations = new Dictionary<string, string>
    {
        [EnvironmentNames.RebuiltAtAnnotation] = "2026-03-01T12:00:00Z",
        [EnvironmentNames.RebuiltBootAnnotation] = boot,
        [EnvironmentNames.RebuiltContainerAnnotation] = "containerd://c1",
    };

    private void Says(string boot) => supervisors.Say(new("team", "demo"), "pod-uid", new Report { Boot = boot });

    private void Runs(string id) => pods.Pod = new V1Pod
    {
        Metadata = new() { Name = "demo", NamespaceProperty = "team", Uid = "pod-uid", OwnerReferences = [new() { Uid = "env-uid" }] },
        Status = new() { Phase = "Running", ContainerStatuses = [new() { Name = "dev", ContainerID = $"containerd://{id}", State = new() { Running = new() } }] },
    };

    private sealed class OnePod : IStore<V1Pod>
    {
        public V1Pod? Pod { get; set; }

        public V1Pod? Get(ResourceKey key) => key == new ResourceKey("team", "demo") ? Pod : null;

        public IReadOnlyList<V1Pod> OwnedBy(string ownerUid) => [];

        public IReadOnlyList<V1Pod> Indexed(string index, string value) => [];

        public IReadOnlyCollection<V1Pod> All() => [];
    }
}
