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
    public async Task<IReadOnlyList<string>> WritesAsync(string @namespace, bool ofEvents = false)
    {
        var found = new List<string>();
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (await reader.ReadLineAsync() is { } line)
        {
            if (!line.Contains($"\"{@namespace}\"", StringComparison.Ordinal) || !line.EndsWith('}')) continue;
            var entry = JsonNode.Parse(line)!;
            var user = Text(entry["user"]?["username"]);
            var verb = Text(entry["verb"]);
            var resource = Text(entry["objectRef"]?["resource"]);
            if (Text(entry["objectRef"]?["namespace"]) != @namespace || !user.StartsWith($"system:serviceaccount:{InstalledOperator.Namespace}:", StringComparison.Ordinal)) continue;
            if (!Writes.Contains(verb) || resource == "leases" || (resource == "events") != ofEvents || entry["responseStatus"]?["code"]?.GetValue<int>() >= 300) continue;
            found.Add($"{verb} {resource} {Text(entry["objectRef"]?["name"])}");
        }

        return found;

        static string Text(JsonNode? node) => node?.GetValue<string>() ?? "";
    }
}
