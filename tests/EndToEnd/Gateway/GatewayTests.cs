using System.Net;
using Environs.Crds;
using Environs.EndToEnd.Tests.Installation;
using k8s;
using k8s.Models;

namespace Environs.EndToEnd.Tests.Gateway;

/// <summary>The gateway as it is installed, in front of environments that run.</summary>
public sealed class GatewayTests(InstalledOperator @operator) : OperatorTest(@operator)
{
    private const int Port = 8000;
    private const string Serve = "mkdir -p /tmp/www; echo hello >/tmp/www/index.html; httpd -p 0.0.0.0:8000 -h /tmp/www";

    private InstalledGateway gateway = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        gateway = await InstalledGateway.InstallAsync(Here);
    }

    public override async ValueTask DisposeAsync()
    {
        if (gateway is not null) await gateway.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task A_person_comes_in_at_every_replica_until_they_log_out()
    {
        var environment = await RunAsync(new() { Ports = [new() { Port = Port }], Owner = new() { Name = "ada" } });
        var address = await AddressAsync(environment);
        var (ada, mallory) = (await gateway.LogInAsync(address, "ada"), await gateway.LogInAsync(address, "mallory"));

        // By chance all come to one replica once in a million runs.
        Assert.All(await AnswersAsync(20, ada), status => Assert.Equal(HttpStatusCode.OK, status));
        Assert.All(await AnswersAsync(5, mallory), status => Assert.Equal(HttpStatusCode.NotFound, status));
        Assert.All(await AnswersAsync(5, null), status => Assert.Equal(HttpStatusCode.Unauthorized, status));

        var kept = new CookieContainer();
        kept.Add(ada.GetAllCookies());
        await gateway.LogOutAsync(ada);
        await environment.PollAsync(async () => (await AnswersAsync(20, kept)).All(status => status == HttpStatusCode.Unauthorized), "no replica lets them in any more", TimeSpan.FromSeconds(10));
        Assert.Contains("THE DEVELOPMENT LOGIN IS ON", await gateway.LogsAsync(), StringComparison.Ordinal);

        async Task<List<HttpStatusCode>> AnswersAsync(int count, CookieContainer? cookies)
        {
            var found = new List<HttpStatusCode>();
            using var client = gateway.Client();
            for (var i = 0; i < count; i++)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, address);
                if (cookies?.GetCookieHeader(new Uri(address)) is { Length: > 0 } header) request.Headers.Add("Cookie", header);
                using var answer = await client.SendAsync(request);
                found.Add(answer.StatusCode);
            }

            return found;
        }
    }

    [Fact]
    public async Task A_program_comes_in_by_its_own_token_of_the_cluster()
    {
        var owner = await AccountAsync("owner");
        await AccountAsync("other");
        var environment = await RunAsync(new() { Ports = [new() { Port = Port }, new() { Port = 8001 }], Owner = new() { Name = owner } });
        var address = await AddressAsync(environment);

        Assert.Equal((HttpStatusCode.OK, "hello"), await GetAsync(address, await TokenAsync("owner", "environs.dev/gateway")));
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(address, await TokenAsync("other", "environs.dev/gateway"))).Status);
        // One for the API server is none for the gateway, and is no app's either here, which nobody unknown reaches.
        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(address, await TokenAsync("owner", null))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(address, null)).Status);
        Assert.Equal(HttpStatusCode.BadGateway, (await GetAsync(InstalledGateway.Address(8001, await UidAsync(environment)), await TokenAsync("owner", "environs.dev/gateway"))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(InstalledGateway.Address(8002, await UidAsync(environment)), await TokenAsync("owner", "environs.dev/gateway"))).Status);

        await environment.ApplyAsync((await environment.GetAsync()).Spec with { Admission = AdmissionLevels.Everyone });
        await environment.PollAsync(async () => (await GetAsync(address, null)).Status == HttpStatusCode.OK, "everyone comes in", TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Whoever_comes_wakes_what_sleeps_and_its_spec_is_left_alone()
    {
        var owner = await AccountAsync("owner");
        var environment = await RunAsync(new() { Ports = [new() { Port = Port }], Owner = new() { Name = owner } }, "30s");
        var (address, token) = (await AddressAsync(environment), await TokenAsync("owner", "environs.dev/gateway"));
        await environment.StoppedAsync();
        var spec = (await environment.GetAsync()).Spec;

        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(address, null)).Status);
        Assert.Equal(EnvironmentPhases.Stopped, (await environment.StatusAsync()).Phase);
        var (status, line) = await GetAsync(address, token);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, true), (status, line.StartsWith("Your environment is starting.", StringComparison.Ordinal)));
        await environment.RunningAsync();
        await environment.ExecAsync(Serve);
        Assert.Equal((HttpStatusCode.OK, "hello"), await GetAsync(address, token));
        var after = await environment.GetAsync();
        Assert.Equal(spec, after.Spec with { Ports = spec.Ports, Machine = spec.Machine, Owner = spec.Owner });
        Assert.StartsWith("Running@", after.Metadata.Annotations["environs.dev/requested-phase"], StringComparison.Ordinal);
    }

    private async Task<TestEnvironment> RunAsync(EnvironmentSpec spec, string? timeout = null)
    {
        var @class = await Here.ClassAsync(new() { Image = Here.Images.Busybox, TerminationGracePeriodSeconds = 5, Timeouts = timeout is null ? null : new() { Disconnected = timeout } });
        var environment = await Here.ApplyAsync(spec with { Machine = new() { Class = @class } });
        await environment.RunningAsync();
        await environment.ExecAsync(Serve);
        return environment;
    }

    private async Task<(HttpStatusCode Status, string Body)> GetAsync(string address, string? token)
    {
        using var client = gateway.Client();
        if (token is not null) client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        using var answer = await client.GetAsync(address);
        return (answer.StatusCode, (await answer.Content.ReadAsStringAsync()).Trim());
    }

    private static async Task<string> UidAsync(TestEnvironment environment) => (await environment.GetAsync()).Metadata.Uid;

    private static async Task<string> AddressAsync(TestEnvironment environment) => InstalledGateway.Address(Port, await UidAsync(environment));

    private async Task<string> AccountAsync(string name)
    {
        await Here.Client.CoreV1.CreateNamespacedServiceAccountAsync(new V1ServiceAccount { Metadata = new() { Name = name } }, Here.Namespace);
        return $"system:serviceaccount:{Here.Namespace}:{name}";
    }

    private async Task<string> TokenAsync(string account, string? audience) => (await Here.Client.CoreV1.CreateNamespacedServiceAccountTokenAsync(
        new Authenticationv1TokenRequest { Spec = new() { Audiences = audience is null ? [] : [audience], ExpirationSeconds = 600 } }, account, Here.Namespace)).Status.Token;
}
