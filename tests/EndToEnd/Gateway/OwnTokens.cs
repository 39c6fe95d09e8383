using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using k8s.Models;

namespace Environs.EndToEnd.Tests.Gateway;

/// <summary>A key of access tokens as the operator makes it, and tokens by it, also such as nobody is given.</summary>
internal sealed class OwnTokens(ECDsa key, string id) : IDisposable
{
    public OwnTokens()
        : this(ECDsa.Create(ECCurve.NamedCurves.nistP256), "own")
    {
    }

    /// <summary>By the key that the operator has made.</summary>
    public static OwnTokens Of(V1Secret secret)
    {
        var json = JsonNode.Parse(secret.Data["signing.json"])!;
        var parameters = new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new() { X = Bytes("x"), Y = Bytes("y") }, D = Bytes("d") };
        return new(ECDsa.Create(parameters), json["kid"]!.GetValue<string>());

        byte[] Bytes(string name) => Base64Url.DecodeFromChars(json[name]!.GetValue<string>());
    }

    public V1Secret Secret(string name)
    {
        var pair = key.ExportParameters(true);
        var known = $$"""{"kty":"EC","crv":"P-256","alg":"ES256","use":"sig","kid":"{{id}}","x":"{{Base64Url.EncodeToString(pair.Q.X)}}","y":"{{Base64Url.EncodeToString(pair.Q.Y)}}"}""";
        return new()
        {
            Metadata = new() { Name = name },
            StringData = new Dictionary<string, string>
            {
                ["keys.json"] = $$"""{"keys":[{{known}}]}""",
                ["signing.json"] = $$"""{{known[..^1]}},"d":"{{Base64Url.EncodeToString(pair.D)}}"}""",
            },
        };
    }

    public string Make(string use, string uid, string name, int port, TimeSpan? from = null)
    {
        var begin = (DateTimeOffset.UtcNow + (from ?? TimeSpan.Zero)).ToUnixTimeSeconds();
        var text = $"{Part($$"""{"alg":"ES256","kid":"{{id}}"}""")}.{Part(
            $$"""{"iss":"environs.dev/operator","aud":"environs.dev/{{use}}","sub":"{{name}}","nbf":{{begin}},"exp":{{begin + 1200}},"environs.dev/environment":"{{uid}}","environs.dev/port":{{port}}}""")}";
        return $"{text}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256))}";
    }

    public void Dispose() => key.Dispose();

    private static string Part(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
