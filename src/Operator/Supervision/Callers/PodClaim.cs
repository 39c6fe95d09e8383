using System.Buffers.Text;
using System.Text.Json;
using Grpc.Core;

namespace Environs.Operator.Supervision.Callers;

/// <summary>
/// The pod that a token claims to be of: read before anybody has checked its signature, so it is good for refusals only. Pure.
/// </summary>
internal sealed record PodClaim(string Namespace, string Pod, string Uid)
{
    /// <exception cref="RefusedException">Whoever signed it, it cannot be the token of a pod, for us and for now.</exception>
    public static PodClaim Read(string token, DateTimeOffset now, TimeSpan skew)
    {
        try
        {
            if (token.Split('.') is [_, var text, _])
            {
                using var payload = JsonDocument.Parse(Base64Url.DecodeFromChars(text));
                return Read(payload.RootElement, now - skew);
            }
        }
        // The last where a text is none of Unicode.
        catch (Exception error) when (error is FormatException or JsonException or InvalidOperationException)
        {
        }
        throw new RefusedException(StatusCode.Unauthenticated, RefusalReasons.TokenRejected, "the token is none of a pod");
    }

    private static PodClaim Read(JsonElement claims, DateTimeOffset earliest)
    {
        if (!Audiences(claims).Contains(TokenClaims.Audience))
            throw new RefusedException(StatusCode.Unauthenticated, RefusalReasons.WrongAudience, $"the token is not for the audience {TokenClaims.Audience}");
        if (Member(claims, "exp") is { ValueKind: JsonValueKind.Number } end && end.TryGetDouble(out var seconds) && seconds < earliest.ToUnixTimeSeconds())
            throw new RefusedException(StatusCode.Unauthenticated, RefusalReasons.TokenRejected, "the token has run out");
        return Member(claims, "kubernetes.io") is { } bound && Text(bound, "namespace") is { } ns
            && Member(bound, "pod") is { } pod && Text(pod, "name") is { } name && Text(pod, "uid") is { } uid
            ? new PodClaim(ns, name, uid)
            : throw new RefusedException(StatusCode.PermissionDenied, RefusalReasons.NotAPod, "the token is not bound to a pod");
    }

    private static IEnumerable<string?> Audiences(JsonElement claims) => Member(claims, "aud") switch
    {
        { ValueKind: JsonValueKind.String } one => [one.GetString()],
        { ValueKind: JsonValueKind.Array } several => [.. several.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.String).Select(one => one.GetString())],
        _ => [],
    };

    private static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : null;

    private static string? Text(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.String } value && value.GetString() is { Length: > 0 } text ? text : null;
}
