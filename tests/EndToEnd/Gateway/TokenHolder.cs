using System.Net;
using System.Text.Json.Nodes;
using Environs.Crds;
using Environs.EndToEnd.Tests.Installation;
using Environs.Support.Clusters;
using k8s;
using k8s.Models;

namespace Environs.EndToEnd.Tests.Gateway;

/// <summary>A service account as a person at the gateway: with its own token, and with those that the gateway gives for it.</summary>
internal sealed class TokenHolder(InstalledGateway gateway, string name, string token)
{
    public EnvironmentOwner Owner => new() { Name = name };

    public static async Task<TokenHolder> CreateAsync(InstalledGateway gateway, Playground here, string account)
    {
        await here.Client.CoreV1.CreateNamespacedServiceAccountAsync(new V1ServiceAccount { Metadata = new() { Name = account } }, here.Namespace);
        var token = await here.Client.CoreV1.CreateNamespacedServiceAccountTokenAsync(
            new Authenticationv1TokenRequest { Spec = new() { Audiences = ["environs.dev/gateway"], ExpirationSeconds = 3600 } }, account, here.Namespace);
        return new(gateway, $"system:serviceaccount:{here.Namespace}:{account}", token.Status.Token);
    }

    /// <summary>A token for one use of what is at that host; null where the gateway has no key yet.</summary>
    public async Task<string?> AskAsync(string host, string use)
    {
        using var client = gateway.Client();
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        using var answer = await client.PostAsync($"{host}/.environs/token?use={use}", null);
        if (answer.StatusCode == HttpStatusCode.ServiceUnavailable) return null;
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["token"]!.GetValue<string>();
    }

    /// <summary>The same once every replica has the key, of which kubelet tells it some time after it was made.</summary>
    public async Task<string> AskUntilGivenAsync(string host, string use)
    {
        string? given = null;
        // By chance all come to one replica once in a thousand runs, and then a later token is asked for in vain.
        await Eventually.TrueAsync(
            async () =>
            {
                for (var i = 0; i < 10; i++)
                {
                    if ((given = await AskAsync(host, use)) is null) return false;
                }
                return true;
            },
            TimeSpan.FromMinutes(3), "every replica has the key");
        return given!;
    }
}
