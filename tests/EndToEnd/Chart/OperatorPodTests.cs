using System.Text.Json.Nodes;
using Environs.EndToEnd.Tests.Installation;
using Environs.Support;
using k8s.Models;

namespace Environs.EndToEnd.Tests.Chart;

/// <summary>The operator's pods as the cluster has them.</summary>
public sealed class OperatorPodTests(InstalledOperator @operator) : OperatorTest(@operator)
{
    [Fact]
    public async Task They_keep_to_the_restricted_pod_security_standard()
    {
        foreach (var pod in await PresentAsync())
        {
            Assert.True(pod.Spec.SecurityContext.RunAsNonRoot);
            Assert.Equal("RuntimeDefault", pod.Spec.SecurityContext.SeccompProfile.Type);
            Assert.True(pod.Spec.HostNetwork is not true && pod.Spec.HostPID is not true && pod.Spec.HostIPC is not true);
            Assert.DoesNotContain(pod.Spec.Volumes, volume => volume.HostPath is not null);
            var container = Assert.Single(pod.Spec.Containers);
            Assert.False(container.SecurityContext.AllowPrivilegeEscalation);
            Assert.True(container.SecurityContext.ReadOnlyRootFilesystem);
            Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
            Assert.Null(container.SecurityContext.Capabilities.Add);
        }
    }

    [Fact]
    public async Task Two_run_and_one_leads()
    {
        var names = (await PresentAsync()).Select(pod => pod.Metadata.Name).ToList();

        Assert.Equal(2, names.Count);
        Assert.Contains(await Operator.LeaderAsync(), names);
    }

    [Theory]
    [InlineData("healthz", "ok")]
    [InlineData("readyz", "ok")]
    [InlineData("metrics", "# TYPE ")]
    public async Task They_answer(string path, string part)
    {
        foreach (var pod in await PresentAsync())
            Assert.Contains(part, await SaysAsync(pod.Metadata.Name, path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_leader_counts_its_passes_under_names_that_dashboards_know()
    {
        await Here.RunAsync(await Here.TinyAsync());

        var metrics = await SaysAsync(await Operator.LeaderAsync(), "metrics");

        Assert.All(
            ["controller_runtime_reconcile_total", "controller_runtime_reconcile_time_seconds", "workqueue_depth", "leader_election_master_status"],
            name => Assert.Contains(name, metrics, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_log_is_json_and_names_the_environment()
    {
        await Here.RunAsync(await Here.TinyAsync());

        var lines = (await Operator.Tools.KubectlAsync("logs", "--namespace", InstalledOperator.Namespace, await Operator.LeaderAsync())).Text.Split('\n');

        Assert.All(lines, line => Assert.NotNull(JsonNode.Parse(line)!["LogLevel"]));
        Assert.Contains(lines, line => line.Contains($"{Here.Namespace}/x", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("\"/readyz\"", StringComparison.Ordinal));
    }

    // Those of an earlier revision may still be about to end.
    private async Task<IEnumerable<V1Pod>> PresentAsync() => (await Operator.PodsAsync()).Where(pod => pod.Metadata.DeletionTimestamp is null);

    private async Task<string> SaysAsync(string pod, string path) =>
        (await Operator.Tools.KubectlAsync("get", "--raw", $"/api/v1/namespaces/{InstalledOperator.Namespace}/pods/{pod}:8080/proxy/{path}")).Text;
}
