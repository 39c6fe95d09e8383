using Environs.EndToEnd.Tests.Installation;
using Environs.EndToEnd.Tests.Rbac;
using Environs.Support.Clusters;
using k8s;

namespace Environs.EndToEnd.Tests.Gateway;

/// <summary>Access tokens by the keys that the operator makes for the gateway of its release.</summary>
[Alone]
public sealed class TokenTests(InstalledOperator @operator, OperatorWithGateway installed) : OperatorTest(@operator), IClassFixture<OperatorWithGateway>
{
    private const int Port = 8000;
    private const string Secret = $"{InstalledOperator.Release}-tokens";
    private const string Account = $"system:serviceaccount:{InstalledOperator.Namespace}:{InstalledOperator.Release}";
    private const string GatewayAccount = $"{Account}-gateway";

    private TokenHolder owner = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        owner = await TokenHolder.CreateAsync(installed.Gateway, Here, "owner");
    }

    [Fact]
    public async Task A_token_is_for_its_use_of_its_environment_until_it_ends()
    {
        var (mine, another) = (await RunAsync("mine"), await RunAsync("another"));
        var (port, home) = (InstalledGateway.Address(Port, mine), Home(mine));
        var logs = await owner.AskUntilGivenAsync(home, "logs");
        using var keys = OwnTokens.Of(await Here.Client.CoreV1.ReadNamespacedSecretAsync(Secret, InstalledOperator.Namespace));
        var tokens = new Dictionary<string, string>
        {
            ["logs"] = logs,
            ["port"] = (await owner.AskAsync(port, "port"))!,
            ["environment"] = (await owner.AskAsync(home, "environment"))!,
            ["logs, by the same key"] = keys.Make("logs", mine, owner.Owner.Name!, 0),
            ["logs, expired"] = keys.Make("logs", mine, owner.Owner.Name!, 0, TimeSpan.FromMinutes(-30)),
            ["logs of another"] = (await owner.AskAsync(Home(another), "logs"))!,
            ["port of another"] = (await owner.AskAsync(InstalledGateway.Address(Port, another), "port"))!,
        };
        var answers = new Dictionary<string, (int Logs, int Port)>();
        foreach (var (which, token) in tokens) answers[which] = (await StatusAsync($"{home}/logs/environment", token), await StatusAsync(port, token));
        Assert.Equal(
            new Dictionary<string, (int, int)>
            {
                ["logs"] = (200, 401),
                ["port"] = (401, 200),
                ["environment"] = (401, 200),
                ["logs, by the same key"] = (200, 401),
                ["logs, expired"] = (401, 401),
                ["logs of another"] = (401, 401),
                ["port of another"] = (401, 401),
            },
            answers);

        var said = await installed.Gateway.LogsAsync();
        foreach (var pod in await Operator.PodsAsync()) said += (await Operator.Tools.KubectlAsync("logs", "--namespace", InstalledOperator.Namespace, pod.Metadata.Name, "--container", "operator")).Text;
        Assert.All(tokens.Values, token => Assert.DoesNotContain(token.Split('.')[2], said, StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_the_keys_all_tokens_go_and_every_replica_comes_to_know_the_next()
    {
        var home = Home(await RunAsync("mine"));
        var before = await owner.AskUntilGivenAsync(home, "logs");
        await Here.Client.CoreV1.DeleteNamespacedSecretAsync(Secret, InstalledOperator.Namespace);
        await Eventually.TrueAsync(async () => await AnswersAsync(before, 401), TimeSpan.FromMinutes(4), "no replica takes the old one");
        var after = await owner.AskUntilGivenAsync(home, "logs");
        Assert.True(await AnswersAsync(after, 200));

        // By chance all come to one replica once in a thousand runs.
        async Task<bool> AnswersAsync(string token, int status)
        {
            for (var i = 0; i < 10; i++)
            {
                if (await StatusAsync($"{home}/logs/environment", token) != status) return false;
            }
            return true;
        }
    }

    [Fact]
    public async Task The_operator_reads_and_writes_the_keys_and_the_gateway_has_them_from_kubelet_alone()
    {
        var may = new List<string>();
        foreach (var (who, resource, name, verbs) in new (string, string, string?, string[])[]
        {
            (Account, "secrets", Secret, ["get", "patch", "list", "watch", "update", "delete"]),
            (Account, "secrets", $"{InstalledOperator.Release}-gateway", ["get", "list", "patch"]),
            (Account, "secrets", null, ["get", "list", "watch", "patch", "delete"]),
            (GatewayAccount, "secrets", Secret, ["get", "list", "watch", "patch", "update", "delete"]),
            (GatewayAccount, "secrets", "environs-supervision", ["get", "list", "watch", "patch"]),
            (GatewayAccount, "secrets", null, ["get", "list", "create"]),
            (GatewayAccount, "pods/log", null, ["get"]),
            (GatewayAccount, "pods/exec", null, ["get", "create"]),
            (GatewayAccount, "serviceaccounts/token", null, ["create"]),
            (GatewayAccount, "environments.environs.dev/status", null, ["patch"]),
            (GatewayAccount, "services.environs.dev", null, ["get", "list"]),
            (GatewayAccount, "taskexecutions.environs.dev", null, ["get", "list"]),
        })
        {
            foreach (var verb in verbs)
            {
                if (await Here.Client.MayAsync(who, InstalledOperator.Namespace, verb, resource, name)) may.Add($"{who}: {verb} {resource} {name}");
            }
        }
        Assert.Equal([$"{Account}: get secrets {Secret}", $"{Account}: patch secrets {Secret}"], may);
    }

    private static string Home(string uid) => $"https://env--{uid}.{InstalledGateway.Domain}";

    private async Task<string> RunAsync(string name)
    {
        var environment = await Here.ApplyAsync(new() { Machine = new() { Class = await Here.TinyAsync() }, Owner = owner.Owner, Ports = [new() { Port = Port }] }, name);
        await environment.RunningAsync();
        await environment.ExecAsync("mkdir -p /tmp/www; echo hello >/tmp/www/index.html; httpd -p 0.0.0.0:8000 -h /tmp/www");
        return (await environment.GetAsync()).Metadata.Uid;
    }

    private async Task<int> StatusAsync(string address, string token)
    {
        using var client = installed.Gateway.Client();
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        using var answer = await client.GetAsync(address);
        return (int)answer.StatusCode;
    }
}
