using System.Diagnostics;
using System.Net;
using System.Text;
using Environs.Crds;
using Environs.Gateway.Logs;
using Environs.Gateway.Routing;
using Environs.Gateway.Tests.Support;
using Environs.Protocol.Requests;
using Google.Protobuf;
using Grpc.Core;

namespace Environs.Gateway.Tests.Logs;

public sealed class LogHostTests : IAsyncLifetime
{
    private const string Sibling = "11111111-1111-1111-1111-111111111111";

    private Upstreams upstream = null!;
    private TestGateway gateway = null!;

    private TestLogs Logs => (TestLogs)gateway.Get<IOperatorLogs>();

    public async ValueTask InitializeAsync()
    {
        upstream = await Upstreams.StartAsync();
        gateway = await TestGateway.StartAsync();
        gateway.Run(upstream);
        Logs.Answer = async (take, _) =>
        {
            await take(new() { Answer = new() { Outcome = Outcome.Done }, Data = ByteString.CopyFromUtf8("one\n"), Position = "p/dev/4" });
            await take(new() { Data = ByteString.CopyFromUtf8("three\n"), Position = "p/dev/14", Lost = true });
            await take(new() { End = true });
        };
    }

    public async ValueTask DisposeAsync()
    {
        await gateway.DisposeAsync();
        await upstream.DisposeAsync();
    }

    [Theory]
    [InlineData("environment", "dev|||")]
    [InlineData("environment/init", "init|||")]
    [InlineData("services/web", "|web||")]
    [InlineData("tasks/test", "|||test")]
    [InlineData("executions/e1/test", "||e1|test")]
    public async Task A_path_names_a_log_of_its_environment(string path, string source)
    {
        var (status, text) = await GetAsync($"{path}?follow=true&from=now");
        Assert.Equal((200, "one\nthree\n"), (status, text));
        var asked = Assert.Single(Logs.Asked);
        Assert.Equal(source, $"{asked.Container}|{asked.Service}|{asked.Step?.Execution}|{asked.Step?.Id}");
        Assert.Equal(("team", $"env-{Some.Uid}", Some.Uid, true, true), (asked.Namespace, asked.Environment, asked.Uid, asked.Follow, asked.FromNow));
    }

    [Theory]
    [InlineData("")]
    [InlineData("services")]
    [InlineData("services/a/b")]
    [InlineData("executions/a")]
    public async Task Another_path_is_none(string path)
    {
        Assert.Equal(404, (await GetAsync(path)).Status);
        Assert.Empty(Logs.Asked);
    }

    [Fact]
    public async Task As_events_each_part_has_the_position_to_go_on_from()
    {
        var (_, text) = await GetAsync("services/web", "text/event-stream");
        Assert.Equal($"id: p/dev/4\ndata: {Base64("one\n")}\n\nevent: gap\ndata:\n\nid: p/dev/14\ndata: {Base64("three\n")}\n\nevent: end\ndata:\n\n", text);
        await GetAsync("services/web", "text/event-stream", last: "p/dev/4");
        await GetAsync("services/web?position=p/dev/14");
        Assert.Equal(["", "p/dev/4", "p/dev/14"], Logs.Asked.Select(asked => asked.Position));
    }

    [Theory]
    [InlineData(Outcome.UnknownReference, 404)]
    [InlineData(Outcome.Refused, 409)]
    [InlineData(Outcome.Busy, 429)]
    [InlineData(Outcome.Late, 503)]
    public async Task Where_there_is_none_it_is_said_why(Outcome outcome, int expected)
    {
        Logs.Answer = (take, _) => take(new() { Answer = new() { Outcome = outcome, Message = "The environment has no pod now." }, End = true });
        Assert.Equal(expected, (await GetAsync("services/web")).Status);
    }

    [Fact]
    public async Task An_operator_that_is_not_reached_is_no_fault_of_the_reader()
    {
        Logs.Answer = (_, _) => throw new RpcException(new Status(StatusCode.Unavailable, "no"));
        Assert.Equal(503, (await GetAsync("services/web")).Status);
    }

    [Fact]
    public async Task One_that_is_cut_does_not_look_whole()
    {
        Logs.Answer = async (take, _) =>
        {
            await take(new() { Data = ByteString.CopyFromUtf8("one\n"), Position = "p/dev/4" });
            throw new RpcException(new Status(StatusCode.Unavailable, "no"));
        };
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => GetAsync("services/web"));
    }

    [Theory]
    [InlineData("port", 401)]
    [InlineData("environment", 401)]
    [InlineData("logs", 200)]
    [InlineData("logs of another", 401)]
    [InlineData("logs, of somebody else", 404)]
    [InlineData("none", 401)]
    public async Task Only_a_token_for_logs_reads_them(string which, int expected)
    {
        using var client = gateway.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, Address("services/web"));
        var token = which switch
        {
            "none" => null,
            "logs of another" => gateway.Keys.Token(0, Sibling, audience: "environs.dev/logs"),
            "logs, of somebody else" => gateway.Keys.Token(0, name: "mallory", audience: "environs.dev/logs"),
            _ => gateway.Keys.Token(0, audience: $"environs.dev/{which}"),
        };
        if (token is not null) request.Headers.Authorization = new("Bearer", token);
        using var answer = await client.SendAsync(request);
        Assert.Equal(expected, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("ada", "evil", 200)]
    [InlineData("alan", "acme", 200)]
    [InlineData("mallory", "evil", 404)]
    public async Task Where_everyone_reaches_the_ports_the_owner_and_the_organization_read_the_logs(string name, string organization, int expected)
    {
        gateway.Run(upstream, AdmissionLevels.Everyone);
        using var client = gateway.Client();
        client.DefaultRequestHeaders.Authorization = new("Bearer", gateway.Keys.Token(0, name: name, organizations: [organization], audience: "environs.dev/logs"));
        using (var answer = await client.GetAsync(Address("services/web"))) Assert.Equal(expected, (int)answer.StatusCode);
        client.DefaultRequestHeaders.Authorization = null;
        using var nobody = await client.GetAsync(Address("services/web"));
        Assert.Equal(HttpStatusCode.Unauthorized, nobody.StatusCode);
    }

    [Fact]
    public async Task Who_loses_the_right_reads_no_further_and_who_reads_slowly_holds_up_the_sender_alone()
    {
        var sent = 0;
        var gone = new TaskCompletionSource();
        Logs.Answer = async (take, cancellation) =>
        {
            try
            {
                for (; ; sent++) await take(new() { Data = ByteString.CopyFrom(new byte[32 * 1024]), Position = $"p/dev/{sent}" });
            }
            finally
            {
                gone.SetResult();
            }
        };
        using var client = gateway.Client();
        client.DefaultRequestHeaders.Authorization = new("Bearer", gateway.Keys.Token(0, audience: "environs.dev/logs"));
        using var answer = await client.GetAsync(Address("services/web?follow=true"), HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await Task.Delay(1000);
        var then = sent;
        await Task.Delay(500);
        // What the sockets hold; no more comes.
        Assert.Equal(then, sent);

        var watch = Stopwatch.StartNew();
        gateway.Run(upstream, AdmissionLevels.CreatorOnly);
        await gone.Task.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"it took {watch.Elapsed}");
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private string Address(string path) => $"{gateway.Address(new GatewayHost(0, Some.Uid).Label)}/logs/{path}";

    private async Task<(int Status, string Text)> GetAsync(string path, string? accept = null, string? last = null)
    {
        using var client = gateway.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, Address(path));
        request.Headers.Authorization = new("Bearer", gateway.Keys.Token(0, audience: "environs.dev/logs"));
        if (accept is not null) request.Headers.Accept.ParseAdd(accept);
        if (last is not null) request.Headers.Add("Last-Event-ID", last);
        using var answer = await client.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
