using System.Text;
using System.Text.Json;

namespace Environs.Operator.Devcontainers;

/// <summary>Reads a devcontainer.json: what cannot be done here is an error, what has no effect a warning, each with its place. Pure.</summary>
/// <remarks>The format is that of https://containers.dev/implementors/json_reference.</remarks>
internal static class DevcontainerReader
{
    /// <summary>Bytes of a file.</summary>
    public const int Largest = 256 * 1024;

    private const string ImagePattern = @"^[a-zA-Z0-9][a-zA-Z0-9._/:@-]{0,511}\z";
    private const string UserPattern = @"^[A-Za-z0-9_][A-Za-z0-9_.-]{0,62}\z";
    private const string FolderPattern = @"^/[^\x00-\x1f]{1,1023}\z";
    private const string AwaitedByDefault = "updateContentCommand";

    public static Devcontainer Read(ReadOnlyMemory<byte> content, DevcontainerPlace place)
    {
        if (content.Span.StartsWith(Encoding.UTF8.Preamble)) content = content[Encoding.UTF8.Preamble.Length..];
        var findings = new DevcontainerFindings(content);
        var read = Root(content, findings) is { } root ? Read(root, place, findings) : new Devcontainer();
        return findings.Errors.Count > 0 ? new Devcontainer { Errors = findings.Errors } : read with { Warnings = findings.Warnings };
    }

    private static JsoncNode? Root(ReadOnlyMemory<byte> content, DevcontainerFindings findings)
    {
        if (content.Length > Largest)
        {
            findings.Error($"the file is {content.Length} bytes; it may be at most {Largest}");
            return null;
        }
        try
        {
            _ = new UTF8Encoding(false, throwOnInvalidBytes: true).GetCharCount(content.Span);
            var root = JsoncReader.Read(content.Span);
            if (root.Type == JsonTokenType.StartObject) return root;
            findings.Error(root.Offset, "the file must be one JSON object");
        }
        catch (DecoderFallbackException)
        {
            findings.Error("the file is no text in UTF-8");
        }
        catch (JsonException e)
        {
            findings.Error(e.LineNumber is { } line ? $"line {line + 1}, column {e.BytePositionInLine + 1}: the file is no JSON: {Words(e.Message)}" : $"the file is no JSON: {e.Message}");
        }
        return null;
    }

    private static Devcontainer Read(JsoncNode root, DevcontainerPlace place, DevcontainerFindings findings)
    {
        Keys(root, findings);
        // What the folder is comes first, since everything else may speak of it.
        var before = new DevcontainerFields(root, findings, text => DevcontainerVariables.Expand(text, place, place.ContentFolder));
        var folder = Folder(before, findings, place);
        var fields = new DevcontainerFields(root, findings, text => DevcontainerVariables.Expand(text, place, folder));
        return new Devcontainer
        {
            Image = fields.Text("image", ImagePattern, "must be the name of an image"),
            RemoteUser = User(fields, "remoteUser") ?? User(fields, "containerUser"),
            WorkspaceFolder = folder,
            ContainerEnv = fields.Variables("containerEnv", ofRunning: false),
            RemoteEnv = fields.Variables("remoteEnv", ofRunning: true),
            Ports = fields.Ports(),
            Commands = Commands(fields, findings),
        };
    }

    private static void Keys(JsoncNode root, DevcontainerFindings findings)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in root.Members)
        {
            if (!seen.Add(member.Name)) findings.Error(member.Offset, $"\"{member.Name}\" is there twice");
            else if (DevcontainerKeys.Refused.TryGetValue(member.Name, out var refusal))
            {
                if (!member.Value.IsNothing) findings.Error(member.Offset, $"\"{member.Name}\": {refusal}");
            }
            else if (DevcontainerKeys.WithoutEffect.TryGetValue(member.Name, out var reason))
            {
                if (!member.Value.IsNothing) findings.Warn(member.Offset, $"\"{member.Name}\" has no effect: {reason}");
            }
            else if (member.Name != "workspaceMount" && !DevcontainerKeys.Read.Contains(member.Name) && !DevcontainerKeys.Silent.Contains(member.Name))
            {
                findings.Warn(member.Offset, $"\"{(member.Name.Length <= 100 ? member.Name : $"{member.Name[..99]}…")}\" is not known and has no effect");
            }
        }
    }

    // The folder that a mount of its own would have made is not there.
    private static string Folder(DevcontainerFields fields, DevcontainerFindings findings, DevcontainerPlace place)
    {
        if (fields.Node("workspaceMount") is { IsNothing: false } mount)
        {
            findings.Warn(mount.Offset, $"\"workspaceMount\" has no effect, nor has \"workspaceFolder\" with it: the repository lies in {place.ContentFolder}");
            return place.ContentFolder;
        }
        return fields.Text("workspaceFolder", FolderPattern, "must be an absolute path") ?? place.ContentFolder;
    }

    private static string? User(DevcontainerFields fields, string key) => fields.Text(key, UserPattern, "must be the name or number of a user");

    private static List<LifecycleCommand> Commands(DevcontainerFields fields, DevcontainerFindings findings)
    {
        var awaited = AwaitedByDefault;
        if (fields.Node("waitFor") is { } wait)
        {
            if (wait.Type == JsonTokenType.String && DevcontainerKeys.Awaitable.Contains(wait.Text)) awaited = wait.Text;
            else findings.Error(wait.Offset, $"waitFor must be one of {string.Join(", ", DevcontainerKeys.Awaitable)}");
        }
        // -1 for initializeCommand, which never runs.
        var last = DevcontainerKeys.Commands.ToList().IndexOf(awaited);
        return
        [
            .. DevcontainerKeys.Commands
                .Select((name, index) => new LifecycleCommand(name, fields.Parts(name), index <= last))
                .Where(command => command.Parts.Count > 0),
        ];
    }

    // The place is said before, as people count.
    private static string Words(string message) => message.IndexOf(" LineNumber:", StringComparison.Ordinal) is > 0 and var end ? message[..end] : message;
}
