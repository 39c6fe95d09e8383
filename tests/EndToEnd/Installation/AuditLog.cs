using System.Globalization;
using System.Text.Json.Nodes;

namespace Environs.EndToEnd.Tests.Installation;

/// <summary>The API server's audit log, of which tests count what we write.</summary>
public sealed class AuditLog(string path)
{
    private static readonly string[] Writes = ["create", "update", "patch", "delete", "deletecollection"];

    /// <summary>
    /// The writes into one namespace by the operator's service account, as "verb resource name": of persisted objects, without Leases; those of Events only
    /// where <paramref name="ofEvents"/>.
    /// </summary>
    public async Task<IReadOnlyList<string>> WritesAsync(string @namespace, bool ofEvents = false) =>
        [.. (await ReadAsync(@namespace)).Where(write => write.Resource == "events" == ofEvents).Select(write => $"{write.Verb} {write.Resource} {write.Name}")];

    /// <summary>The replicas that wrote into one namespace, one after another: A, B, A means that A wrote, then B, then A again.</summary>
    public async Task<IReadOnlyList<string>> WritersAsync(string @namespace)
    {
        var turns = new List<string>();
        foreach (var write in (await ReadAsync(@namespace)).Where(write => write.Resource != "events").OrderBy(write => write.ReceivedAt))
        {
            if (turns.LastOrDefault() != write.Writer) turns.Add(write.Writer);
        }

        return turns;
    }

    private async Task<IReadOnlyList<Write>> ReadAsync(string @namespace)
    {
        var found = new List<Write>();
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (await reader.ReadLineAsync() is { } line)
        {
            if (!line.Contains($"\"{@namespace}\"", StringComparison.Ordinal) || !line.EndsWith('}')) continue;
            var entry = JsonNode.Parse(line)!;
            var user = Text(entry["user"]?["username"]);
            var verb = Text(entry["verb"]);
            var resource = Text(entry["objectRef"]?["resource"]);
            if (Text(entry["objectRef"]?["namespace"]) != @namespace || !user.StartsWith($"system:serviceaccount:{InstalledOperator.Namespace}:", StringComparison.Ordinal)) continue;
            if (!Writes.Contains(verb) || resource == "leases" || entry["responseStatus"]?["code"]?.GetValue<int>() >= 300) continue;
            var received = DateTimeOffset.Parse(Text(entry["requestReceivedTimestamp"]), CultureInfo.InvariantCulture);
            found.Add(new Write(verb, resource, Text(entry["objectRef"]?["name"]), Text(entry["userAgent"]), received));
        }

        return found;

        static string Text(JsonNode? node) => node?.GetValue<string>() ?? "";
    }

    private sealed record Write(string Verb, string Resource, string Name, string Writer, DateTimeOffset ReceivedAt);
}
