using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Environs.Operator.TokenKeys;

/// <summary>A key pair that signs access tokens (ES256), as a JSON Web Key.</summary>
/// <param name="Id">By which a token names it.</param>
/// <param name="Made">When it was made.</param>
/// <param name="Pair">Both halves.</param>
internal sealed record TokenKey(string Id, DateTimeOffset Made, ECParameters Pair)
{
    public static TokenKey Create(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new(Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()))[..16], DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds()), key.ExportParameters(true));
    }

    public JsonObject Public() => new()
    {
        ["kty"] = "EC",
        ["crv"] = "P-256",
        ["alg"] = "ES256",
        ["use"] = "sig",
        ["kid"] = Id,
        ["iat"] = Made.ToUnixTimeSeconds(),
        ["x"] = Base64Url.EncodeToString(Pair.Q.X),
        ["y"] = Base64Url.EncodeToString(Pair.Q.Y),
    };

    public JsonObject Private()
    {
        var key = Public();
        key["d"] = Base64Url.EncodeToString(Pair.D);
        return key;
    }

    /// <summary>The key in a text; null where that is none.</summary>
    public static TokenKey? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            if (JsonNode.Parse(json) is not JsonObject key || key["kid"]?.GetValue<string>() is not { Length: > 0 } id) return null;
            var pair = new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = new() { X = Part(key, "x"), Y = Part(key, "y") },
                D = Part(key, "d"),
            };
            // Says whether the halves belong together.
            using var whole = ECDsa.Create(pair);
            return new(id, DateTimeOffset.FromUnixTimeSeconds(key["iat"]?.GetValue<long>() ?? 0), pair);
        }
        catch (Exception error) when (error is JsonException or FormatException or InvalidOperationException or CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    private static byte[] Part(JsonObject key, string name) => Base64Url.DecodeFromChars(key[name]?.GetValue<string>() ?? throw new FormatException());
}
