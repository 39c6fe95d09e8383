using System.Net;
using System.Net.WebSockets;
using Environs.Crds;
using Environs.EndToEnd.Tests.Installation;
using k8s;
using k8s.Models;

namespace Environs.EndToEnd.Tests.Gateway;

/// <summary>Who reaches what: every kind of caller at every level of environment and port, by HTTP and by WebSocket, against a table.</summary>
public sealed class AdmissionMatrixTests(InstalledOperator @operator) : OperatorTest(@operator)
{
    private const string Stranger = "11111111-1111-1111-1111-111111111111";

    // Answers a handshake with 101, anything else with 200.
    private const string Server = """
        #!/bin/sh
        key=
        while read -r name value; do
          value=$(printf %s "$value" | tr -d '\r'); name=$(printf %s "$name" | tr -d '\r')
          [ -n "$name" ] || break
          case "$name" in [Ss]ec-[Ww]eb[Ss]ocket-[Kk]ey:) key=$value;; esac
        done
        if [ -n "$key" ]; then
          hash=$(printf %s "${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11" | sha1sum | cut -c1-40 | sed 's/../\\x&/g')
          printf 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n' "$(printf "$hash" | base64)"
          exec sleep 1
        fi
        printf 'HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nhello\n'
        """;

    private static readonly string?[] Levels = [null, AdmissionLevels.OwnerOnly, AdmissionLevels.CreatorOnly, AdmissionLevels.Organization, AdmissionLevels.Everyone];

    // The owner's account is of the environment's own namespace, whose accounts are its organization.
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        [AdmissionLevels.OwnerOnly] = ["owner"],
        [AdmissionLevels.CreatorOnly] = ["creator"],
        [AdmissionLevels.Organization] = ["owner", "same organization"],
        [AdmissionLevels.Everyone] =
            ["owner", "creator", "same organization", "other organization", "anonymous", "another environment's pod", "expired token", "token for another environment", "token for logs"],
    };

    private static readonly string[] Known = ["owner", "creator", "same organization", "other organization"];

    [Fact]
    public async Task Each_caller_is_answered_as_the_table_says()
    {
        _ = (await Here.KubectlAsync("label", "namespace", Here.Namespace, $"environs.dev/organization={Here.Namespace}")).Text;
        using var key = new OwnTokens();
        await Here.Client.CoreV1.CreateNamespacedSecretAsync(key.Secret($"{Here.Namespace}-tokens"), Here.Namespace);
        await using var gateway = await InstalledGateway.InstallAsync(Here, "gateway.replicas=1", "gateway.organizationGroupPrefix=system:serviceaccounts:");

        var @class = await Here.ClassAsync(new() { Image = Here.Images.Busybox, TerminationGracePeriodSeconds = 5 });
        var owner = $"system:serviceaccount:{Here.Namespace}:owner";
        var spec = new EnvironmentSpec
        {
            Machine = new() { Class = @class },
            Owner = new() { Name = owner },
            Ports = [.. Levels.Select((level, index) => new PortSpec { Port = 8000 + index, Admission = level })],
        };
        var (environment, other) = (await Here.ApplyAsync(spec), await Here.ApplyAsync(new() { Machine = new() { Class = @class } }, "other"));
        await environment.RunningAsync();
        await other.RunningAsync();
        await environment.ExecAsync($"cat >/tmp/serve <<'E'\n{Server}\nE\nchmod +x /tmp/serve; for port in 8000 8001 8002 8003 8004; do nc -ll -p $port -e /tmp/serve >/dev/null 2>&1 & done");
        var (uid, creator) = ((await environment.GetAsync()).Metadata.Uid, (await environment.StatusAsync()).Creator!.Name!);

        foreach (var name in (string[])["owner", "member"]) await Here.Client.CoreV1.CreateNamespacedServiceAccountAsync(new V1ServiceAccount { Metadata = new() { Name = name } }, Here.Namespace);
        var pod = await other.ExecAsync("cat /environs/operator/token");
        Assert.NotEmpty(pod);
        var tokens = new Dictionary<string, Func<int, string?>>
        {
            ["owner"] = Always(await AccountAsync("owner", Here.Namespace)),
            ["creator"] = port => key.Make("port", uid, creator, port),
            ["same organization"] = Always(await AccountAsync("member", Here.Namespace)),
            ["other organization"] = Always(await AccountAsync("default", "kube-system")),
            ["anonymous"] = _ => null,
            ["another environment's pod"] = Always(pod),
            ["expired token"] = port => key.Make("port", uid, owner, port, TimeSpan.FromMinutes(-30)),
            ["token for another environment"] = port => key.Make("port", Stranger, owner, port),
            ["token for logs"] = port => key.Make("logs", uid, owner, port),
        };

        var wrong = new List<string>();
        foreach (var level in Levels)
        {
            await environment.ApplyAsync(spec with { Admission = level });
            var probes = tokens.Keys.Where(caller => caller is "owner" or "creator" or "same organization" or "anonymous").ToList();
            await environment.PollAsync(
                async () =>
                {
                    foreach (var caller in probes)
                    {
                        if (await GetAsync(8000, tokens[caller](8000)) != Expected(caller, level, null)) return false;
                    }
                    return true;
                }, $"the gateway has heard of {level ?? "no level"}", TimeSpan.FromSeconds(20));
            foreach (var (caller, token) in tokens)
            {
                for (var index = 0; index < Levels.Length; index++)
                {
                    var (port, expected) = (8000 + index, Expected(caller, level, Levels[index]));
                    var (http, socket) = (await GetAsync(port, token(port)), await ConnectAsync(port, token(port)));
                    if (http != expected) wrong.Add($"HTTP, {caller}, {level ?? "-"}/{Levels[index] ?? "-"}: {http} instead of {expected}");
                    if (socket != (expected == 200 ? 101 : expected)) wrong.Add($"WebSocket, {caller}, {level ?? "-"}/{Levels[index] ?? "-"}: {socket} instead of {(expected == 200 ? 101 : expected)}");
                }
            }
        }
        Assert.Empty(wrong);

        async Task<int> GetAsync(int port, string? token)
        {
            using var client = gateway.Client();
            if (token is not null) client.DefaultRequestHeaders.Authorization = new("Bearer", token);
            using var answer = await client.GetAsync(InstalledGateway.Address(port, uid));
            return (int)answer.StatusCode;
        }

        async Task<int> ConnectAsync(int port, string? token)
        {
            using var socket = new ClientWebSocket { Options = { CollectHttpResponseDetails = true } };
            if (token is not null) socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
            using var client = gateway.Client();
            try
            {
                await socket.ConnectAsync(new UriBuilder(InstalledGateway.Address(port, uid)) { Scheme = "wss" }.Uri, client, TestContext.Current.CancellationToken);
            }
            catch (WebSocketException) when (socket.HttpStatusCode != HttpStatusCode.SwitchingProtocols)
            {
            }
            return (int)socket.HttpStatusCode;
        }
    }

    private static int Expected(string caller, string? environmentLevel, string? portLevel) =>
        Allowed[portLevel ?? environmentLevel ?? AdmissionLevels.OwnerOnly].Contains(caller) ? 200 : Known.Contains(caller) ? 404 : 401;

    private static Func<int, string?> Always(string token) => _ => token;

    private async Task<string> AccountAsync(string account, string ns) => (await Here.Client.CoreV1.CreateNamespacedServiceAccountTokenAsync(
        new Authenticationv1TokenRequest { Spec = new() { Audiences = ["environs.dev/gateway"], ExpirationSeconds = 3600 } }, account, ns)).Status.Token;
}
