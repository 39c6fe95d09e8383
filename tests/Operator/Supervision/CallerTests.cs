using System.Text.Json.Nodes;
using Environs.Support.Clusters;
using Environs.Operator.Supervision;
using Environs.Protocol.Supervision;
using Grpc.Core;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace Environs.Operator.Tests.Supervision;

/// <summary>Who is let in, against a real API server that issues and reviews the tokens.</summary>
[Trait("Category", "Cluster")]
public sealed class CallerTests : IAsyncLifetime
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    private Inhabitants here = null!;
    private TestOperator @operator = null!;

    public async ValueTask InitializeAsync()
    {
        here = await Inhabitants.SettleAsync();
        @operator = await TestOperator.StartAsync(here.Namespace);
    }

    public async ValueTask DisposeAsync()
    {
        await @operator.DisposeAsync();
        await here.DisposeAsync();
    }

    private Dialler Dial(string? token, string from = "127.0.0.1") => new(@operator.Port, @operator.Authorities(), token, from);

    private async Task<Status> RefusedAsync(string? token, string container = "dev", string from = "127.0.0.1")
    {
        using var dialler = Dial(token, from);
        try
        {
            await dialler.SayAsync(container);
        }
        catch (RpcException)
        {
            // It may be refused before it has said anything.
        }
        return await dialler.EndAsync();
    }

    [Fact]
    public async Task A_pod_with_its_own_token_is_let_in_and_told_what_to_see_to()
    {
        var pod = await here.EnvironmentWithPodAsync("a", "127.0.0.1");
        using var dialler = Dial(await here.TokenAsync(pod));
        await dialler.SayAsync("dev", "first");
        await Eventually.TrueAsync(() => @operator.Supervisors.Get(pod.Metadata.Uid, "dev") is { IsConnected: true }, Soon, () => @operator.Log.All);
        Assert.Equal("first", @operator.Supervisors.Get(pod.Metadata.Uid, "dev")!.Report.Boot);

        @operator.Supervisors.Send(pod.Metadata.Uid, "dev", new Desired { WorkspaceFolder = "/workspaces/x" });
        var told = await dialler.HearAsync();
        Assert.Equal("/workspaces/x", told.WorkspaceFolder);
        @operator.Supervisors.Send(pod.Metadata.Uid, "dev", new Desired { WorkspaceFolder = "/workspaces/x" });
        @operator.Supervisors.Send(pod.Metadata.Uid, "dev", new Desired { WorkspaceFolder = "/workspaces/y" });
        var next = await dialler.HearAsync();
        Assert.Equal("/workspaces/y", next.WorkspaceFolder);
        Assert.True(next.Version > told.Version);
        Assert.Empty(@operator.Log.At(LogLevel.Warning));
        Assert.Empty(@operator.Log.At(LogLevel.Error));
    }

    [Fact]
    public async Task Without_a_token_or_with_garbage_nobody_is_let_in()
    {
        Assert.Equal(StatusCode.Unauthenticated, (await RefusedAsync(null)).StatusCode);
        Assert.Equal(StatusCode.Unauthenticated, (await RefusedAsync("garbage")).StatusCode);
        Assert.Equal(StatusCode.Unauthenticated, (await RefusedAsync(new string('x', 9000))).StatusCode);
    }

    [Fact]
    public async Task A_token_for_another_audience_is_refused()
    {
        var pod = await here.EnvironmentWithPodAsync("a");
        Assert.Equal(StatusCode.Unauthenticated, (await RefusedAsync(await here.TokenAsync(pod, "https://kubernetes.default.svc"))).StatusCode);
        Assert.Equal(StatusCode.Unauthenticated, (await RefusedAsync(await here.TokenAsync(pod, "environs.dev/other"))).StatusCode);
    }

    [Fact]
    public async Task A_token_that_is_bound_to_no_pod_is_refused()
    {
        var refusal = await RefusedAsync(await here.TokenAsync(null));
        Assert.Equal((StatusCode.PermissionDenied, "the token is not bound to a pod"), (refusal.StatusCode, refusal.Detail));
    }

    [Fact]
    public async Task A_token_that_has_run_out_is_refused()
    {
        using var signer = OwnSigner.Find();
        if (signer is null)
        {
            Assert.Skip("Only of this checkout's own cluster is the key known by which a token can be made that has run out.");
            return;
        }
        var pod = await here.EnvironmentWithPodAsync("a");
        var account = await here.Client.CoreV1.ReadNamespacedServiceAccountAsync("default", here.Namespace);
        Assert.Equal(StatusCode.OK, await LetInAsync(signer.Token(pod, account, DateTimeOffset.UtcNow.AddMinutes(10))));
        var refusal = await RefusedAsync(signer.Token(pod, account, DateTimeOffset.UtcNow.AddMinutes(-10)));
        Assert.Equal((StatusCode.Unauthenticated, "the token has run out"), (refusal.StatusCode, refusal.Detail));
    }

    [Fact]
    public async Task The_API_server_is_asked_of_no_token_that_cannot_be_right_and_of_a_forged_one_only_so_often()
    {
        var pod = await here.EnvironmentWithPodAsync("a", "127.0.0.2");
        using var reviews = new Counted(@operator.Services, "environs_supervision_reviews_total");
        foreach (var forged in new[] { "x", "a.b.c", Forged(pod, audience: "other"), Forged(pod, until: -600), Forged(pod, uid: "other"), Forged(null) })
            Assert.NotEqual(StatusCode.OK, (await RefusedAsync(forged)).StatusCode);
        Assert.Equal(0, reviews.Total);

        // Who knows the pod's UID can claim to be it.
        var (refusals, last) = (0, default(Status));
        while (refusals++ < 400 && last.StatusCode != StatusCode.ResourceExhausted) last = await RefusedAsync(Forged(pod), from: "127.0.0.3");
        Assert.Equal(StatusCode.ResourceExhausted, last.StatusCode);
        Assert.InRange(reviews.Total, 80, refusals);
        Assert.Equal(StatusCode.OK, await LetInAsync(await here.TokenAsync(pod), "127.0.0.2"));
        // One line for each reason and caller.
        Assert.Equal(6, @operator.Log.At(LogLevel.Warning).Count);
    }

    private static string Forged(V1Pod? pod, string audience = Inhabitants.Audience, int until = 600, string? uid = null)
    {
        var claims = new JsonObject
        {
            ["aud"] = new JsonArray(audience),
            ["exp"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds() + until,
            ["sub"] = "system:serviceaccount:x:default",
            ["kubernetes.io"] = pod is null ? [] : new JsonObject
            {
                ["namespace"] = pod.Metadata.NamespaceProperty,
                ["pod"] = new JsonObject { ["name"] = pod.Metadata.Name, ["uid"] = uid ?? pod.Metadata.Uid },
            },
        };
        return $"e30.{System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(claims.ToJsonString()))}.AAAA";
    }

    [Fact]
    public async Task The_token_of_a_pod_that_was_made_anew_under_the_same_name_is_refused()
    {
        var uid = await here.EnvironmentAsync("a");
        var first = await here.PodAsync("a-pod", uid, environment: "a");
        var token = await here.TokenAsync(first);
        await here.DeleteAsync(first);
        var refusal = await RefusedAsync(token);
        Assert.Contains(refusal.StatusCode, new[] { StatusCode.Unauthenticated, StatusCode.PermissionDenied });
        var second = await here.PodAsync("a-pod", uid, environment: "a");
        refusal = await RefusedAsync(token);
        Assert.Contains(refusal.StatusCode, new[] { StatusCode.Unauthenticated, StatusCode.PermissionDenied });
        Assert.Null(@operator.Supervisors.Get(second.Metadata.Uid, "dev"));
        Assert.Equal(StatusCode.OK, await LetInAsync(await here.TokenAsync(second)));
    }

    [Fact]
    public async Task A_pod_that_is_no_environments_is_refused_also_when_it_says_so_of_itself()
    {
        var uid = await here.EnvironmentAsync("a");
        var map = await here.Client.CoreV1.CreateNamespacedConfigMapAsync(new V1ConfigMap { Metadata = new() { Name = "a" } }, here.Namespace);
        var none = await here.PodAsync("none", null);
        var bystander = await here.PodAsync("bystander", uid, environment: "a", change: pod => pod.Metadata.OwnerReferences[0].Controller = false);
        var unlabelled = await here.PodAsync("unlabelled", uid, environment: "a", change: pod => pod.Metadata.Labels.Clear());
        var anothers = await here.PodAsync("anothers", map.Metadata.Uid, environment: "a", change: pod =>
        {
            pod.Metadata.OwnerReferences[0].Kind = "ConfigMap";
            pod.Metadata.OwnerReferences[0].ApiVersion = "v1";
        });
        foreach (var pod in new[] { none, bystander, unlabelled, anothers })
        {
            var refusal = await RefusedAsync(await here.TokenAsync(pod));
            Assert.Equal(StatusCode.PermissionDenied, refusal.StatusCode);
            Assert.StartsWith("the token's pod is no environment's", refusal.Detail, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_container_that_the_pod_does_not_have_is_refused_at_first_and_later()
    {
        var pod = await here.EnvironmentWithPodAsync("a");
        var token = await here.TokenAsync(pod);
        Assert.Equal(StatusCode.PermissionDenied, (await RefusedAsync(token, "other")).StatusCode);
        using var dialler = Dial(token);
        await dialler.SayAsync("dev");
        await dialler.SayAsync("machine");
        Assert.Equal(StatusCode.PermissionDenied, (await dialler.EndAsync()).StatusCode);
        Assert.Null(@operator.Supervisors.Get(pod.Metadata.Uid, "machine"));
        Assert.Null(@operator.Supervisors.Get(pod.Metadata.Uid, "other"));
    }

    [Fact]
    public async Task A_token_from_another_pods_address_is_refused_and_from_nobodys_or_its_own_it_is_not()
    {
        var mine = await here.EnvironmentWithPodAsync("a", "127.0.0.2");
        var other = await here.EnvironmentWithPodAsync("b", "127.0.0.3");
        var token = await here.TokenAsync(mine);
        // The store must know the other pod's address.
        await Eventually.TrueAsync(
            async () => (await RefusedAsync(token, from: "127.0.0.3")).Detail == "the call comes from another pod's address", Soon, "the theft is found out");
        Assert.Equal(StatusCode.OK, await LetInAsync(token, "127.0.0.2"));
        Assert.Equal(StatusCode.OK, await LetInAsync(token, "127.0.0.4"));
        Assert.Equal(StatusCode.OK, await LetInAsync(await here.TokenAsync(other), "127.0.0.3"));
    }

    [Fact]
    public async Task A_refusal_is_counted_each_time_and_logged_once_and_no_log_has_a_token()
    {
        var pod = await here.EnvironmentWithPodAsync("a");
        var tokens = new[] { "garbage-token", await here.TokenAsync(pod, "environs.dev/other"), await here.TokenAsync(null), await here.TokenAsync(pod) };
        using var counted = new Counted(@operator.Services, "environs_supervision_refused_total");
        for (var round = 0; round < 3; round++)
        {
            foreach (var token in tokens)
                Assert.NotEqual(StatusCode.OK, (await RefusedAsync(token, "other")).StatusCode);
        }
        Assert.Equal(12, counted.Total);
        Assert.Equal(4, @operator.Log.At(LogLevel.Warning).Count);
        Assert.Contains($"{here.Namespace}/a-pod refused, wrong_container", @operator.Log.All, StringComparison.Ordinal);
        Assert.All(tokens, token => Assert.DoesNotContain(token, @operator.Log.All, StringComparison.Ordinal));
        Assert.All(tokens.Skip(1), token => Assert.DoesNotContain(token.Split('.')[1], @operator.Log.All, StringComparison.Ordinal));
    }

    private async Task<StatusCode> LetInAsync(string token, string from = "127.0.0.1")
    {
        using var dialler = Dial(token, from);
        await dialler.SayAsync("dev");
        await dialler.Call.RequestStream.CompleteAsync();
        return (await dialler.EndAsync()).StatusCode;
    }
}
