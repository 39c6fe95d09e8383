using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Environs.Support.Clusters;
using k8s.Models;

namespace Environs.Operator.Tests.Supervision;

/// <summary>Signs tokens as this checkout's own API server does, with any expiry; a server itself makes none that lives less than ten minutes.</summary>
internal sealed class OwnSigner : IDisposable
{
    private readonly RSA key;

    private OwnSigner(RSA key) => this.key = key;

    public static OwnSigner? Find()
    {
        var file = Path.Combine(ClusterUnderTest.Checkout, ".cluster", "pki", "service-account.key");
        if (Environment.GetEnvironmentVariable("ENVIRONS_KUBECONFIG") is { Length: > 0 } || !File.Exists(file))
            return null;
        var key = RSA.Create();
        key.ImportFromPem(File.ReadAllText(file));
        return new(key);
    }

    public string Token(V1Pod pod, V1ServiceAccount account, DateTimeOffset until)
    {
        var begun = until.AddHours(-1).ToUnixTimeSeconds();
        var claims = new Dictionary<string, object>
        {
            ["aud"] = new[] { Inhabitants.Audience },
            ["exp"] = until.ToUnixTimeSeconds(),
            ["iat"] = begun,
            ["nbf"] = begun,
            ["iss"] = "https://kubernetes.default.svc",
            ["sub"] = $"system:serviceaccount:{account.Metadata.NamespaceProperty}:{account.Metadata.Name}",
            ["kubernetes.io"] = new Dictionary<string, object>
            {
                ["namespace"] = account.Metadata.NamespaceProperty,
                ["pod"] = new { name = pod.Metadata.Name, uid = pod.Metadata.Uid },
                ["serviceaccount"] = new { name = account.Metadata.Name, uid = account.Metadata.Uid },
            },
        };
        var text = $"{Encode("""{"alg":"RS256"}"""u8)}.{Encode(JsonSerializer.SerializeToUtf8Bytes(claims))}";
        return $"{text}.{Encode(key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    public void Dispose() => key.Dispose();

    private static string Encode(ReadOnlySpan<byte> bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
