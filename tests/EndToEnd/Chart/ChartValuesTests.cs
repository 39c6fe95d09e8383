using System.Text.Json.Nodes;
using Environs.Support;

namespace Environs.EndToEnd.Tests.Chart;

/// <summary>What values do to the manifests; helm alone answers.</summary>
public sealed class ChartValuesTests
{
    private const string Digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Fact]
    public async Task Helm_finds_nothing_to_complain_about() => Assert.Contains("0 chart(s) failed", (await Chart.LintAsync()).Text, StringComparison.Ordinal);

    [Theory]
    [InlineData("replicas=two", "/replicas")]
    [InlineData("replicas=-1", "/replicas")]
    [InlineData("replica=2", "'replica'")]
    [InlineData("images.operator.tagg=1", "/images/operator")]
    [InlineData("images.operator.tag=a b", "/images/operator/tag")]
    [InlineData("images.content.repository=", "/images/content/repository")]
    [InlineData("images.registry=https://registry.example.com", "/images/registry")]
    [InlineData("images.pullPolicy=Sometimes", "/images/pullPolicy")]
    [InlineData("images.pullSecrets[0]=mine", "/images/pullSecrets/0")]
    [InlineData("crds.install=perhaps", "/crds/install")]
    [InlineData("defaultClass.name=Not_a_name", "/defaultClass/name")]
    [InlineData("defaultClass.spec=small", "/defaultClass/spec")]
    [InlineData("resources.request.cpu=1", "/resources")]
    [InlineData("tolerations.key=x", "/tolerations")]
    [InlineData("nodeSelector.disk=1", "/nodeSelector/disk")]
    [InlineData("priorityClassName=7", "/priorityClassName")]
    [InlineData("extraEnv[0].value=x", "/extraEnv/0")]
    [InlineData("serviceAccount.create=true", "/serviceAccount")]
    [InlineData("rbac.aggregate=1", "/rbac/aggregate")]
    [InlineData("gitServers.hosts={https://git.example.com}", "/gitServers/hosts/0")]
    [InlineData("gitServers.certificateAuthorities=ca.crt", "/gitServers/certificateAuthorities")]
    [InlineData("networkPolicy.enabled=1", "/networkPolicy/enabled")]
    [InlineData("networkPolicy.clusterCidrs={10.0.0.0}", "/networkPolicy/clusterCidrs/0")]
    [InlineData("networkPolicy.allowedNamespaces={Mine}", "/networkPolicy/allowedNamespaces/0")]
    [InlineData("networkPolicy.dns.port=0", "/networkPolicy/dns/port")]
    [InlineData("metrics.serviceMonitor.interval=often", "/metrics/serviceMonitor/interval")]
    [InlineData("gateway.domain=https://envs.example.com", "/gateway/domain")]
    [InlineData("gateway.oidc.issuer=http://issuer.example.com", "/gateway/oidc/issuer")]
    [InlineData("gateway.oidc.clientID=x", "/gateway/oidc")]
    [InlineData("gateway.service.type=Anything", "/gateway/service/type")]
    [InlineData("gateway.loginLifetime=8h", "/gateway/loginLifetime")]
    [InlineData("gateway.trustedProxies[0]=10.0.0.1", "/gateway/trustedProxies/0")]
    public async Task A_wrong_value_is_refused_by_its_name(string value, string named)
    {
        var answer = await Chart.TemplateAsync("--set", value);

        Assert.NotEqual(0, answer.ExitCode);
        Assert.Contains(named, answer.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_value_is_described_and_nothing_else_is_taken()
    {
        var schema = JsonNode.Parse(File.ReadAllText(Path.Combine(Chart.Folder, "values.schema.json")))!;

        Assert.Empty(Undescribed(schema, ""));
    }

    [Theory]
    [InlineData("", "environs/operator:0.1.0")]
    [InlineData("images.registry=r.example.com:5000/mirror/", "r.example.com:5000/mirror/environs/operator:0.1.0")]
    [InlineData("images.operator.tag=dev", "environs/operator:dev")]
    [InlineData("images.operator.tag=" + Digest, "environs/operator@" + Digest)]
    [InlineData("images.operator.repository=localhost:5000/op", "localhost:5000/op:0.1.0")]
    public async Task An_image_comes_from_where_the_values_say(string value, string image) =>
        Assert.Contains($"image: {image}\n", await RenderAsync("deployment.yaml", value), StringComparison.Ordinal);

    [Fact]
    public async Task The_operator_learns_the_images_that_environments_get()
    {
        var deployment = await RenderAsync("deployment.yaml", "images.registry=r.example.com");

        foreach (var name in new[] { "supervisor", "content", "devbox" })
            Assert.Contains($"value: r.example.com/environs/{name}:0.1.0\n", deployment, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2", "1.35", "apiVersion: policy/v1\n")]
    [InlineData("1", "1.35", null)]
    public async Task Several_replicas_have_a_disruption_budget(string replicas, string version, string? expected)
    {
        var manifests = (await Chart.TemplateAsync("--set", $"replicas={replicas}", "--kube-version", version)).Text;

        Assert.Equal(expected is not null, manifests.Contains("kind: PodDisruptionBudget", StringComparison.Ordinal));
        if (expected is not null) Assert.Contains(expected, manifests, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("crds.install=false", "kind: CustomResourceDefinition")]
    [InlineData("defaultClass.create=false", "\nkind: EnvironmentClass\n")]
    [InlineData("rbac.aggregate=false", "aggregate-to-edit")]
    [InlineData("rbac.everyoneReadsClasses=false", "system:authenticated")]
    [InlineData("podDisruptionBudget.enabled=false", "PodDisruptionBudget")]
    [InlineData("webhook.enabled=false", "WebhookConfiguration")]
    [InlineData("webhook.enabled=false", "-admission")]
    [InlineData("webhook.enabled=false", "OPERATOR__ADMISSION")]
    [InlineData("webhook.enabled=false", "subjectaccessreviews")]
    public async Task What_is_switched_off_is_not_there(string value, string part)
    {
        Assert.Contains(part, (await Chart.TemplateAsync()).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(part, (await Chart.TemplateAsync("--set", value)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nodeSelector.disk=ssd", "disk: ssd")]
    [InlineData("tolerations[0].key=own", "- key: own")]
    [InlineData("topologySpreadConstraints[0].maxSkew=1", "- maxSkew: 1")]
    [InlineData("priorityClassName=high", "priorityClassName: high")]
    [InlineData("images.pullSecrets[0].name=mine", "- name: mine")]
    [InlineData("podLabels.team=a", "team: a")]
    [InlineData("podAnnotations.team=a", "team: a")]
    [InlineData("extraEnv[0].name=OPERATOR__HTTPPORT", "- name: OPERATOR__HTTPPORT")]
    [InlineData("fullnameOverride=own", "value: app.kubernetes.io/name=environs,app.kubernetes.io/instance=try,app.kubernetes.io/component=operator\n")]
    [InlineData("networkPolicy.enabled=false", "NETWORKPOLICY__ISON\n          value: \"false\"")]
    [InlineData("networkPolicy.clusterCidrs={203.0.113.0/24,2001:db8::/32}", "value: \"203.0.113.0/24,2001:db8::/32\"")]
    [InlineData("networkPolicy.dns.podLabels.dns=own", "value: dns=own,k8s-app=kube-dns\n")]
    public async Task Settings_of_the_pod_reach_it(string value, string part) =>
        Assert.Contains(part, await RenderAsync("deployment.yaml", value), StringComparison.Ordinal);

    [Fact]
    public async Task A_service_monitor_is_there_when_asked_for() =>
        Assert.Contains("kind: ServiceMonitor", await RenderAsync("servicemonitor.yaml", "metrics.serviceMonitor.enabled=true"), StringComparison.Ordinal);

    [Fact]
    public async Task Two_releases_share_no_name()
    {
        var first = Names((await Chart.TemplateAsync("--set", "fullnameOverride=one")).Text);
        var second = Names((await Chart.TemplateAsync("--set", "fullnameOverride=two")).Text);

        Assert.Equal([.. CrdKinds.All.Select(kind => CrdKinds.Definition(kind)["metadata"]!["name"]!.GetValue<string>()).Append("default").Order()], first.Intersect(second).Order());
    }

    private static async Task<string> RenderAsync(string template, string value) =>
        (await Chart.TemplateAsync(["--show-only", $"templates/{template}", .. value.Length == 0 ? Array.Empty<string>() : ["--set", value]])).Text + "\n";

    // The names of whole objects: two spaces in, right below metadata.
    private static IEnumerable<string> Names(string manifests) =>
        manifests.Split("\nmetadata:\n").Skip(1).Select(rest => rest.Split('\n').First(line => line.StartsWith("  name: ", StringComparison.Ordinal))["  name: ".Length..]);

    private static IEnumerable<string> Undescribed(JsonNode schema, string path)
    {
        if (path.Length > 0 && schema["description"] is null) yield return $"{path} has no description";
        if (schema["properties"] is not JsonObject properties)
            yield break;
        if (schema["additionalProperties"]?.GetValue<bool>() != false) yield return $"{path} takes anything";
        foreach (var (name, value) in properties)
        {
            foreach (var problem in Undescribed(value!, $"{path}/{name}"))
                yield return problem;
        }
    }
}
