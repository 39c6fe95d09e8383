using System.Net;
using System.Security.Cryptography;
using System.Text;
using Environs.Crds;
using Environs.Gateway.Tests.Support;
using Microsoft.IdentityModel.Tokens;

namespace Environs.Gateway.Tests.Tokens;

public sealed class AccessTokensTests : IAsyncLifetime
{
    private const string Other = "11111111-1111-1111-1111-111111111111";

    private Upstreams upstream = null!;
    private TestGateway gateway = null!;

    public async ValueTask InitializeAsync()
    {
        upstream = await Upstreams.StartAsync();
        gateway = await TestGateway.StartAsync();
        gateway.Run(upstream);
    }

    public async ValueTask DisposeAsync()
    {
        await gateway.DisposeAsync();
        await upstream.DisposeAsync();
    }

    public static TheoryData<string, int> Cells => new()
    {
        { "right", 200 },
        { "of somebody else", 404 },
        { "for another environment", 401 },
        { "for another port", 401 },
        { "for logs", 401 },
        { "over", 401 },
        { "not yet", 401 },
        { "for two hours", 401 },
        { "of another key", 401 },
        { "of another key, with our key's name", 401 },
        { "of the public key as a secret", 401 },
        { "unsigned", 401 },
        { "changed", 401 },
        { "none", 401 },
    };

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task A_token_opens_one_port_of_one_environment_to_its_person(string which, int status)
    {
        using var client = gateway.Client();
        foreach (var carrier in (string[])["Authorization", "X-Environs-Authorization", "Cookie"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, gateway.Address(upstream.Port));
            if (Make(which) is { } token) request.Headers.TryAddWithoutValidation(carrier, carrier == "Cookie" ? $"__Host-environs-token={token}" : $"Bearer {token}");
            using var answer = await client.SendAsync(request);
            Assert.Equal((carrier, status), (carrier, (int)answer.StatusCode));
        }
        Assert.Equal(status == 200 ? 3 : 0, upstream.Requests.Count);
    }

    [Fact]
    public async Task A_token_is_worth_what_its_person_may()
    {
        gateway.Run(upstream, AdmissionLevels.Organization);
        using var client = gateway.Client();
        client.DefaultRequestHeaders.Authorization = new("Bearer", gateway.Keys.Token(upstream.Port, name: "alan", organizations: ["acme"]));
        using (var member = await client.GetAsync(gateway.Address(upstream.Port))) Assert.Equal(HttpStatusCode.OK, member.StatusCode);
        client.DefaultRequestHeaders.Authorization = new("Bearer", gateway.Keys.Token(upstream.Port, name: "alan", organizations: ["evil"]));
        using var stranger = await client.GetAsync(gateway.Address(upstream.Port));
        Assert.Equal(HttpStatusCode.NotFound, stranger.StatusCode);
    }

    [Fact]
    public async Task A_token_in_an_address_counts_for_nothing()
    {
        using var client = gateway.Client();
        using var answer = await client.GetAsync($"{gateway.Address(upstream.Port)}/?token={Make("right")}&access_token={Make("right")}");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task No_token_is_logged()
    {
        using var client = gateway.Client();
        foreach (var which in (string[])["right", "over", "changed"])
        {
            var token = Make(which)!;
            client.DefaultRequestHeaders.Authorization = new("Bearer", token);
            using var answer = await client.GetAsync(gateway.Address(upstream.Port));
            Assert.DoesNotContain(token.Split('.')[1], gateway.Logged.All, StringComparison.Ordinal);
        }
    }

    private string? Make(string which)
    {
        var keys = gateway.Keys;
        var now = DateTimeOffset.UtcNow;
        using var strange = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return which switch
        {
            "right" => keys.Token(upstream.Port),
            "of somebody else" => keys.Token(upstream.Port, name: "mallory"),
            "for another environment" => keys.Token(upstream.Port, Other),
            "for another port" => keys.Token(upstream.Port - 1),
            "for logs" => keys.Token(upstream.Port, audience: "environs.dev/logs"),
            "over" => keys.Token(upstream.Port, from: now.AddMinutes(-11)),
            "not yet" => keys.Token(upstream.Port, from: now.AddMinutes(2)),
            "for two hours" => keys.Token(upstream.Port, lifetime: TimeSpan.FromHours(2)),
            "of another key" => keys.Token(upstream.Port, key: new ECDsaSecurityKey(strange)),
            "of another key, with our key's name" => keys.Token(upstream.Port, key: new ECDsaSecurityKey(strange) { KeyId = keys.Key.KeyId }),
            "of the public key as a secret" => keys.Token(
                upstream.Port, key: new SymmetricSecurityKey(Encoding.ASCII.GetBytes(keys.Key.ECDsa.ExportSubjectPublicKeyInfoPem())) { KeyId = keys.Key.KeyId }, algorithm: SecurityAlgorithms.HmacSha256),
            "unsigned" => $"{Base64UrlEncoder.Encode("""{"alg":"none"}""")}.{keys.Token(upstream.Port).Split('.')[1]}.",
            "changed" => Changed(keys.Token(upstream.Port, name: "mallory")),
            _ => null,
        };
    }

    private static string Changed(string token)
    {
        var parts = token.Split('.');
        parts[1] = Base64UrlEncoder.Encode(Base64UrlEncoder.Decode(parts[1]).Replace("mallory", "ada", StringComparison.Ordinal));
        return string.Join('.', parts);
    }
}
