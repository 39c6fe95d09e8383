using System.Text;
using System.Text.Json.Nodes;
using Environs.Crds;
using Environs.EndToEnd.Tests.Installation;
using Environs.Support;
using Environs.Support.Clusters;
using k8s;
using k8s.Models;

namespace Environs.EndToEnd.Tests.Identity;

/// <summary>The webhook away, its certificate changed, and left out: what goes on and what does not.</summary>
[Alone]
public sealed class WebhookTests(InstalledOperator @operator) : OperatorTest(@operator)
{
    private const string Configuration = "environs-admission";
    private const string Stopped = """{"desiredPhase":"Stopped"}""";

    [Fact]
    public async Task With_the_operator_away_only_creates_and_updates_of_its_own_kinds_wait()
    {
        var running = await Here.RunAsync(await Here.TinyAsync());
        var going = await Here.ApplyAsync(new() { DesiredPhase = DesiredPhases.Stopped }, "going");
        var pod = await running.PodAsync();
        await ScaleAsync(0);
        try
        {
            var refused = await Here.Api.PostAsync(CrdKinds.ObjectsPath("Environment", Here.Namespace), CrdKinds.Make("Environment", Stopped, "late"));
            Assert.Equal(500, refused.Code);
            Assert.Contains("environs.dev\"", refused.Message, StringComparison.Ordinal);
            Assert.Contains("failed calling webhook", refused.Message, StringComparison.Ordinal);
            Assert.Equal(500, (await Here.Api.MergeAsync(running.Path, new JsonObject { ["spec"] = new JsonObject { ["displayName"] = "other" } })).Code);

            Assert.Equal("alive", await running.ExecAsync("echo alive"));
            Assert.Equal(pod!.Metadata.Uid, (await running.PodAsync())!.Metadata.Uid);
            await Here.Client.CoreV1.CreateNamespacedConfigMapAsync(new V1ConfigMap { Metadata = new() { Name = "theirs" } }, Here.Namespace);
            await Here.ClassAsync(new() { Image = Here.Images.Busybox }, "late");
            Playground.Accepted(await Here.Api.MergeAsync($"{running.Path}/status", new JsonObject { ["status"] = new JsonObject { ["warningMessage"] = new JsonArray("from elsewhere") } }));
            await going.DeleteAsync();
            await going.GoneAsync();
        }
        finally
        {
            await ScaleAsync(2);
            _ = (await Operator.Tools.KubectlAsync("--namespace", InstalledOperator.Namespace, "rollout", "status", "deployment/environs", "--timeout=3m")).Text;
        }

        // Whoever has waited for the rollout need not wait any more.
        Playground.Accepted(await Here.Api.PostAsync(CrdKinds.ObjectsPath("Environment", Here.Namespace), CrdKinds.Make("Environment", Stopped, "late")));
        Assert.Equal(pod.Metadata.Uid, (await running.RunningAsync()).Machine!.PodUid);
    }

    [Fact]
    public async Task Other_certificates_reach_the_API_server_by_themselves()
    {
        var before = await BundleAsync();
        await Here.Client.CoreV1.DeleteNamespacedSecretAsync("environs-supervision", InstalledOperator.Namespace);
        await Eventually.TrueAsync(async () => await BundleAsync() != before, TimeSpan.FromSeconds(30), "the API server knows other authorities");
        await Eventually.TrueAsync(async () => (await CreateAsync($"x-{Guid.NewGuid():N}"[..12])).IsSuccess, TimeSpan.FromSeconds(30), "it asks again");

        foreach (var patch in new[] { "Mutating", "Validating" })
        {
            _ = (await Operator.Tools.KubectlAsync(
                "patch", $"{patch.ToLowerInvariant()}webhookconfiguration", Configuration, "--type=json", "--patch=[{\"op\":\"remove\",\"path\":\"/webhooks/0/clientConfig/caBundle\"}]")).Text;
        }
        await Eventually.TrueAsync(async () => (await CreateAsync($"y-{Guid.NewGuid():N}"[..12])).IsSuccess, TimeSpan.FromSeconds(30), "what was spoilt is put right");
    }

    [Fact]
    public async Task Left_out_nobody_is_known_to_have_created_anything_and_a_named_owner_counts()
    {
        var old = await Here.ApplyAsync(new() { DesiredPhase = DesiredPhases.Stopped }, "old");
        await old.UntilAsync(status => status.Creator is not null, "it has a creator");
        await Operator.UpgradeWithAsync("--set=webhook.enabled=false");
        try
        {
            Assert.Empty((await Operator.Tools.KubectlAsync("get", "mutatingwebhookconfiguration,validatingwebhookconfiguration", "--output=name", "--selector=app.kubernetes.io/instance=environs")).Text);
            var forged = CrdKinds.Make("Environment", Stopped, "forged");
            forged["metadata"]!["annotations"] = new JsonObject { ["environs.dev/creator"] = """{"name":"root"}""" };
            Playground.Accepted(await Here.Api.PostAsync(CrdKinds.ObjectsPath("Environment", Here.Namespace), forged));
            foreach (var name in new[] { "old", "forged" })
            {
                var status = await new TestEnvironment(Here, name).UntilAsync(now => now.Creator is null && now.Admission is not null, "its creator counts for nothing");
                Assert.Null(status.Owner);
                Assert.StartsWith("nobody: without the webhook", status.Admission!.Who, StringComparison.Ordinal);
            }
            Playground.Accepted(await Here.Api.MergeAsync(old.Path, new JsonObject { ["spec"] = new JsonObject { ["owner"] = new JsonObject { ["name"] = "dora" } } }));
            await old.UntilAsync(status => status.Owner?.Name == "dora", "a named owner counts");
        }
        finally
        {
            await Operator.UpgradeAsync();
        }

        // What was written while anybody could is never believed.
        var later = new TestEnvironment(Here, "later");
        // The replica that led before the upgrade knew of no webhook; the one that leads after it says whom to believe.
        await later.PollAsync(async () => (await CreateAsync(later.Name)).IsSuccess, "environments can be created again", null);
        await later.UntilAsync(status => status.Creator is not null, "creators are recorded again");
        var never = await new TestEnvironment(Here, "forged").UntilAsync(
            now => now.Admission!.Who!.Contains("older than the webhook", StringComparison.Ordinal), "the operator has looked at it again");
        Assert.Null(never.Creator);
    }

    private Task<ApiAnswer> CreateAsync(string name) => Here.Api.PostAsync(CrdKinds.ObjectsPath("Environment", Here.Namespace), CrdKinds.Make("Environment", Stopped, name));

    private async Task<string> BundleAsync() => Encoding.UTF8.GetString(
        (await Here.Client.AdmissionregistrationV1.ReadValidatingWebhookConfigurationAsync(Configuration)).Webhooks[0].ClientConfig.CaBundle ?? []);

    private async Task ScaleAsync(int replicas)
    {
        _ = (await Operator.Tools.KubectlAsync("scale", "deployment", "--namespace", InstalledOperator.Namespace, "--selector=app.kubernetes.io/name=environs", $"--replicas={replicas}")).Text;
        await Eventually.TrueAsync(async () => (await Operator.PodsAsync()).Count == replicas, TimeSpan.FromMinutes(2), $"the operator has {replicas} pods");
    }
}
