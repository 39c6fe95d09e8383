using System.Net;
using System.Text.Json;

namespace Environs.Runtime.Api;

/// <summary>Turns a refused request into an <see cref="ApiException"/>.</summary>
internal static class ApiErrors
{
    private const int LongestMessage = 1024;

    public static ApiException From(HttpMethod method, string path, HttpResponseMessage response, ReadOnlySpan<byte> body, TimeProvider time)
    {
        var (reason, message) = Read(body);
        var text = $"{method} {PathOnly(path)}: {(int)response.StatusCode} {(message.Length > 0 ? message : response.ReasonPhrase)}";
        return response.StatusCode == HttpStatusCode.Conflict
            ? new ResourceConflictException(reason, text)
            : new ApiException(response.StatusCode, reason, text, RetryAfter(response, time));
    }

    public static ApiException NoAnswer(HttpMethod method, string path, string why, Exception? inner) =>
        new(0, "", $"{method} {PathOnly(path)}: {why}", null, inner);

    /// <summary>The reason and message of a Status object; a body that is none (a proxy's page) is its own message.</summary>
    public static (string Reason, string Message) Read(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            using var document = JsonDocument.ParseValue(ref reader);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? (Text(document.RootElement, "reason"), Cut(Text(document.RootElement, "message")))
                : ("", "");
        }
        catch (JsonException)
        {
            return ("", Cut(System.Text.Encoding.UTF8.GetString(body[..Math.Min(body.Length, LongestMessage)]).Trim()));
        }
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage response, TimeProvider time) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > time.GetUtcNow() => date - time.GetUtcNow(),
        _ => null,
    };

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() ?? "" : "";

    private static string Cut(string text) => text.Length <= LongestMessage ? text : text[..LongestMessage];

    private static string PathOnly(string path) => path.IndexOf('?', StringComparison.Ordinal) is >= 0 and var query ? path[..query] : path;
}
