using Environs.Crds;
using Environs.Operator.Docker;
using Environs.Operator.Environments;
using Environs.Operator.Tests.Environments;
using Environs.Runtime;
using k8s.Models;

namespace Environs.Operator.Tests.Docker;

public sealed class DockerPodBuilderTests
{
    private static readonly DockerUnit Db = new(DockerNames.ServiceLabel, "db-uid", "demo.db", "db", "redis:7");

    [Fact]
    public void It_is_controlled_by_the_environment_and_stands_beside_its_pod()
    {
        var pod = Build(Db, Some.Class());
        Assert.Equal(("env-uid", "Environment"), (OwnerReferences.Controller(pod.Metadata)!.Uid, OwnerReferences.Controller(pod.Metadata)!.Kind));
        Assert.Equal(("pod-uid", "s1"), (pod.Metadata.Annotations[DockerNames.BesideAnnotation], pod.Metadata.Annotations[DockerNames.StartAnnotation]));
        Assert.Equal(("db-uid", "demo", true), (pod.Metadata.Labels[DockerNames.ServiceLabel], DockerNames.Environment(pod), DockerNames.IsOne(pod)));
        Assert.Equal(("db", "environs-demo", "Never"), (pod.Spec.Hostname, pod.Spec.Subdomain, pod.Spec.RestartPolicy));
        Assert.False(pod.Spec.AutomountServiceAccountToken);
        Assert.Equal(["environs-demo.team.svc.cluster.local"], pod.Spec.DnsConfig.Searches);
        Assert.Equal("redis:7", pod.Spec.Containers.Single().Image);
        Assert.Equal("demo", DockerPodBuilder.Domain(Some.Environment()).Spec.Selector[EnvironmentNames.EnvironmentLabel]);
    }

    [Fact]
    public void With_a_volume_it_is_on_its_node_and_without_one_it_has_no_workspace()
    {
        var pod = Build(Db, Some.Class());
        var field = pod.Spec.Affinity.NodeAffinity.RequiredDuringSchedulingIgnoredDuringExecution.NodeSelectorTerms.Single().MatchFields.Single();
        Assert.Equal(("metadata.name", "node-a"), (field.Key, field.Values.Single()));
        Assert.Equal(("demo", "/workspaces"), (DockerPodBuilder.Workspace(pod), pod.Spec.Containers[0].VolumeMounts.Single(mount => mount.SubPath == "workspaces").MountPath));
        Assert.DoesNotContain(pod.Spec.Containers[0].VolumeMounts, mount => mount.SubPath == "home");

        pod = Build(Db, Some.Class(), hasVolume: false);
        Assert.Null(pod.Spec.Affinity);
        Assert.Null(DockerPodBuilder.Workspace(pod));
    }

    [Fact]
    public void It_may_no_more_than_the_dev_container_and_asks_for_little()
    {
        var restricted = Some.Class(change: made => (made.Spec.PodSecurityLevel, made.Spec.Resources) = (PodSecurityLevels.Restricted, new()
        {
            Requests = new Dictionary<string, ResourceQuantity> { ["cpu"] = new("4"), ["memory"] = new("8Gi") },
            Limits = new Dictionary<string, ResourceQuantity> { ["cpu"] = new("20m"), ["memory"] = new("8Gi") },
        }));
        var spec = Build(Db, restricted).Spec;
        Assert.Equal((1000, true, "RuntimeDefault"), (spec.SecurityContext.RunAsUser, spec.SecurityContext.RunAsNonRoot, spec.SecurityContext.SeccompProfile.Type));
        Assert.All(spec.Containers.Concat(spec.InitContainers), container =>
        {
            Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
            Assert.Null(container.SecurityContext.Capabilities.Add);
            Assert.False(container.SecurityContext.AllowPrivilegeEscalation);
            Assert.Equal(("20m", "64Mi", "8Gi"), ($"{container.Resources.Requests["cpu"]}", $"{container.Resources.Requests["memory"]}", $"{container.Resources.Limits["memory"]}"));
        });
    }

    [Fact]
    public void It_has_a_bounded_run_folder_of_its_own() =>
        Assert.Equal("4Gi", $"{Build(Db, Some.Class()).Spec.Volumes.Single(volume => volume.Name == "run").EmptyDir.SizeLimit}");

    [Fact]
    public void A_step_has_no_name_to_be_found_by()
    {
        var spec = Build(Db with { Kind = DockerNames.ExecutionLabel }, Some.Class()).Spec;
        Assert.Equal((null, null), (spec.Hostname, spec.Subdomain));
    }

    private static V1Pod Build(DockerUnit unit, V1alpha1EnvironmentClass @class, bool hasVolume = true)
    {
        var beside = EnvironmentPod.Build(Some.Environment(), @class.Spec, hasVolume, Some.Options);
        (beside.Metadata.Uid, beside.Spec.NodeName) = ("pod-uid", "node-a");
        return DockerPodBuilder.Build(Some.Environment(), beside, unit, "s1", Some.Options);
    }
}
