using System.Text.Json.Nodes;

namespace Environs.Support;

/// <summary>What an API server said.</summary>
public sealed record ApiAnswer(int Code, JsonNode Body)
{
    public bool IsSuccess => Code is >= 200 and < 300;

    /// <summary>The message of a refusal; the whole body of anything else.</summary>
    public string Message => (Body as JsonObject)?["message"]?.GetValue<string>() ?? Body.ToJsonString();
}
