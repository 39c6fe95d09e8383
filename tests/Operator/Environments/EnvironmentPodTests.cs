using Environs.Crds;
using Environs.Operator.Environments;
using k8s.Models;

namespace Environs.Operator.Tests.Environments;

public class EnvironmentPodTests
{
    // What the Pod Security Standard "baseline" lets a container add (kubernetes.io/docs/concepts/security/pod-security-standards).
    private static readonly string[] BaselineCapabilities =
        ["AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT"];

    private static V1Pod Build(string level = PodSecurityLevels.Baseline, Action<V1alpha1Environment>? change = null, Action<V1alpha1EnvironmentClass>? @class = null) =>
        EnvironmentPod.Build(Some.Environment(change), Some.Class(change: c => { c.Spec.PodSecurityLevel = level; @class?.Invoke(c); }).Spec, true, Some.Options);

    [Theory]
    [InlineData(PodSecurityLevels.Baseline)]
    [InlineData(PodSecurityLevels.Restricted)]
    public void No_pod_leaves_the_baseline_standard(string level)
    {
        var spec = Build(level).Spec;
        Assert.True(spec is { HostNetwork: null, HostPID: null, HostIPC: null, AutomountServiceAccountToken: false });
        Assert.Equal("RuntimeDefault", spec.SecurityContext.SeccompProfile.Type);
        Assert.All(spec.Volumes, volume => Assert.Null(volume.HostPath));
        Assert.All(spec.Containers.Concat(spec.InitContainers), container =>
        {
            Assert.Null(container.SecurityContext.Privileged);
            Assert.Null(container.Ports);
            Assert.Empty((container.SecurityContext.Capabilities.Add ?? []).Except(BaselineCapabilities));
            Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
        });
    }

    [Fact]
    public void A_restricted_pod_keeps_to_the_restricted_standard()
    {
        var spec = Build(PodSecurityLevels.Restricted).Spec;
        Assert.Equal((true, 1000), (spec.SecurityContext.RunAsNonRoot!.Value, (int)spec.SecurityContext.RunAsUser!.Value));
        Assert.All(spec.Containers.Concat(spec.InitContainers), container =>
        {
            Assert.False(container.SecurityContext.AllowPrivilegeEscalation);
            Assert.Null(container.SecurityContext.Capabilities.Add);
            Assert.True(container.SecurityContext.RunAsUser is null or 1000);
        });
    }

    [Fact]
    public void Sudo_is_possible_in_a_baseline_dev_container_and_nowhere_else()
    {
        var spec = Build().Spec;
        Assert.Equal([true, false], spec.Containers.Select(container => container.SecurityContext.AllowPrivilegeEscalation == true));
        Assert.False(spec.InitContainers.Single().SecurityContext.AllowPrivilegeEscalation);
    }

    [Theory]
    [InlineData("env:1", "class:1", "env:1")]
    [InlineData(null, "class:1", "class:1")]
    [InlineData(null, null, "r/default:1")]
    public void The_image_is_the_environments_then_the_classs_then_the_operators(string? environment, string? @class, string expected) =>
        Assert.Equal(expected, Build(
            change: e => e.Spec.Devcontainer = new() { DefaultDevcontainerImage = environment }, @class: c => c.Spec.Image = @class).Spec.Containers[0].Image);

    [Fact]
    public void The_class_decides_where_and_how_large()
    {
        var spec = Build(@class: c =>
        {
            c.Spec.NodeSelector = new Dictionary<string, string> { ["disk"] = "fast" };
            c.Spec.Tolerations = [new() { Key = "dev", Operator = "Exists", Effect = "NoSchedule" }];
            c.Spec.RuntimeClassName = "gvisor";
            c.Spec.TerminationGracePeriodSeconds = 7;
            c.Spec.Resources = new() { Limits = new Dictionary<string, ResourceQuantity> { ["memory"] = new("1Gi") } };
        }).Spec;
        Assert.Equal(("fast", "dev", "Exists", "gvisor", 7), (spec.NodeSelector["disk"], spec.Tolerations.Single().Key, spec.Tolerations.Single().OperatorProperty, spec.RuntimeClassName, (int)spec.TerminationGracePeriodSeconds!));
        Assert.Equal(["1Gi", "512Mi", "1Gi"], spec.Containers.Concat(spec.InitContainers).Select(container => container.Resources.Limits["memory"].ToString()));
    }

    [Fact]
    public void Machine_sees_the_same_files_and_shares_no_run_folder()
    {
        var (dev, machine) = (Build().Spec.Containers[0], Build().Spec.Containers[1]);
        Assert.Equal(("dev", "machine", "r/content:1"), (dev.Name, machine.Name, machine.Image));
        Assert.Equal(dev.VolumeMounts.Select(mount => mount.MountPath), machine.VolumeMounts.Select(mount => mount.MountPath));
        Assert.Equal(["/environs/run"], dev.VolumeMounts.Zip(machine.VolumeMounts).Where(pair => pair.First.Name != pair.Second.Name).Select(pair => pair.First.MountPath));
        Assert.Equal(["machine", ""], machine.Env.Where(variable => variable.Name is "ENVIRONS_CONTAINER" or "ENVIRONS_HOME").Select(variable => variable.Value));
    }

    [Fact]
    public void Logs_and_the_supervisor_have_no_more_room_on_the_node_than_they_need() =>
        Assert.Equal(
            ["bin 64Mi", "machine-run 4Gi", "run 4Gi"],
            Build().Spec.Volumes.Where(volume => volume.EmptyDir is not null).Select(volume => $"{volume.Name} {volume.EmptyDir.SizeLimit}").Order());

    [Theory]
    [InlineData("", "", null, null)]
    [InlineData("cpu=500m memory=2Gi", "", "cpu=10m memory=64Mi", "")]
    [InlineData("cpu=500m", "cpu=2 memory=4Gi", "cpu=10m memory=64Mi", "cpu=1 memory=512Mi")]
    [InlineData("", "cpu=5m nvidia.com/gpu=1", "cpu=5m", "cpu=5m")]
    public void Machine_gets_a_little_of_what_the_class_names_and_nothing_else(string requests, string limits, string? machineRequests, string? machineLimits)
    {
        var machine = Build(@class: c => c.Spec.Resources = requests + limits == "" ? null : new() { Requests = Quantities(requests), Limits = Quantities(limits) }).Spec.Containers[1].Resources;
        Assert.Equal((machineRequests, machineLimits), machine is null ? (null, null) : (Text(machine.Requests), Text(machine.Limits)));

        static IDictionary<string, ResourceQuantity>? Quantities(string text) =>
            text == "" ? null : text.Split(' ').Select(one => one.Split('=')).ToDictionary(one => one[0], one => new ResourceQuantity(one[1]));
        static string Text(IDictionary<string, ResourceQuantity>? quantities) => string.Join(' ', (quantities ?? new Dictionary<string, ResourceQuantity>()).OrderBy(one => one.Key).Select(one => $"{one.Key}={one.Value}"));
    }

    [Fact]
    public void Git_is_only_brought_where_something_is_cloned()
    {
        Assert.Equal("r/supervisor:1", Build().Spec.InitContainers.Single().Image);
        var cloning = Build(change: e => e.Spec.Content = new() { Initializer = new() { Specs = [new() { ContextUrl = new() { Url = "https://h/o/r" } }] } }).Spec.InitContainers.Single();
        Assert.Equal("r/content:1", cloning.Image);
        Assert.Contains("https://h/o/r", cloning.Env.Single().Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PodSecurityLevels.Baseline, 1000)]
    [InlineData(PodSecurityLevels.Restricted, -1)]
    public void The_content_is_given_to_the_user_where_root_clones_it(string level, int owner)
    {
        var environment = Some.Environment(e => e.Spec.Content = new() { Initializer = new() { Specs = [new() { ContextUrl = new() { Url = "https://h/o/r" } }] } });
        var request = ContentRequests.Of(environment.Spec, level == PodSecurityLevels.Baseline)!;
        Assert.Equal((owner, owner), (request.OwnerUid, request.OwnerGid));
        Assert.Contains($"\"ownerUid\":{owner}", ContentRequests.Json(request), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DeletionPolicies.Delete, 1)]
    [InlineData(null, 1)]
    [InlineData(DeletionPolicies.Retain, 0)]
    public void A_retained_volume_has_no_owner_that_could_take_it_along(string? policy, int owners) =>
        Assert.Equal(owners, EnvironmentVolume.Build(Some.Environment(), Some.Class().Spec, new() { Size = new("2Gi"), DeletionPolicy = policy }).Metadata.OwnerReferences?.Count ?? 0);
}
