using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Environs.Crds;

namespace Environs.Operator.Devcontainers;

/// <summary>Reads the values of a devcontainer.json one by one, and says of each that is not as it must be where it stands.</summary>
internal sealed class DevcontainerFields(JsoncNode root, DevcontainerFindings findings, Func<string, string> expand)
{
    private const int MostVariables = 200;
    private const int LongestText = 32768;
    private const int MostPorts = 100;
    private const int LowestPort = 1024;

    /// <summary>A member of the file; null when it is absent or null.</summary>
    public JsoncNode? Node(string key) => root.Members.FirstOrDefault(member => member.Name == key)?.Value is { Type: not JsonTokenType.Null } value ? value : null;

    /// <summary>A text with its variables put in; null when it is absent or, which is said, not as it must be.</summary>
    public string? Text(string key, string pattern, string must)
    {
        if (Node(key) is not { } node) return null;
        if (node.Type != JsonTokenType.String) return Wrong(node, $"{key} must be a text");
        if (DevcontainerVariables.AsksContainer(node.Text)) return Wrong(node, $"{key} cannot ask for ${{containerEnv:…}}: it is needed before there is a container");
        var text = expand(node.Text);
        return Regex.IsMatch(text, pattern) ? text : Wrong(node, $"{key} {must}, not \"{Cut(text)}\"");
    }

    /// <summary>Variables by their names; a null value takes one away where that is allowed.</summary>
    public IReadOnlyList<KeyValuePair<string, string?>> Variables(string key, bool ofRunning)
    {
        if (Node(key) is not { } node) return [];
        if (node.Type != JsonTokenType.StartObject)
        {
            Wrong(node, $"{key} must be an object of variables");
            return [];
        }
        if (node.Members.Count > MostVariables) Wrong(node, $"{key} has {node.Members.Count} variables; at most {MostVariables} are allowed");
        return [.. node.Members.Select(member => new KeyValuePair<string, string?>(Name(key, member), Value(key, member, ofRunning)))];
    }

    /// <summary>What a lifecycle command runs at once; empty when that is nothing.</summary>
    public IReadOnlyList<LifecyclePart> Parts(string key)
    {
        if (Node(key) is not { } node || node.IsNothing) return [];
        if (node.Type != JsonTokenType.StartObject) return Part(key, "", node) is { } only ? [only] : [];
        var parts = new List<LifecyclePart>();
        foreach (var member in node.Members.Where(member => !member.Value.IsNothing))
        {
            if (member.Name.Length is 0 or > 100 || member.Name.Any(char.IsControl)) Wrong(member.Value, $"a command of {key} must have a name of 1 to 100 characters");
            else if (Part($"{key}.{member.Name}", member.Name, member.Value) is { } part) parts.Add(part);
        }
        return parts;
    }

    /// <summary>The ports that are forwarded, as the attributes of each say.</summary>
    public IReadOnlyList<ForwardedPort> Ports()
    {
        var attributes = PortAttributes();
        if (Node("forwardPorts") is not { } ports) return [];
        if (ports.Type != JsonTokenType.StartArray) Wrong(ports, "forwardPorts must be a list of ports");
        var forwarded = new Dictionary<int, ForwardedPort>();
        foreach (var node in ports.Items)
        {
            if (PortOf(node) is not var (host, port)) Wrong(node, "forwardPorts must hold ports from 1 to 65535, or \"host:port\"");
            else if (host is not (null or "localhost" or "127.0.0.1")) findings.Warn(node.Offset, $"forwardPorts: {Cut(node.Text)} has no effect: only ports of the environment itself are reached through the gateway");
            else if (port < LowestPort) findings.Warn(node.Offset, $"forwardPorts: {port} has no effect: only ports from {LowestPort} are reached through the gateway");
            else if (forwarded.Count < MostPorts) forwarded.TryAdd(port, Forwarded(port, attributes.LastOrDefault(member => member.Name == $"{port}")?.Value));
        }
        return [.. forwarded.Values];
    }

    private IReadOnlyList<JsoncMember> PortAttributes()
    {
        if (Node("portsAttributes") is not { } attributes) return [];
        if (attributes.Type != JsonTokenType.StartObject) Wrong(attributes, "portsAttributes must be an object of ports");
        foreach (var member in attributes.Members.Where(member => member.Value.Type != JsonTokenType.StartObject))
            Wrong(member.Value, $"portsAttributes: what belongs to \"{Cut(member.Name)}\" must be an object");
        return attributes.Members;
    }

    private static ForwardedPort Forwarded(int port, JsoncNode? attributes) => new()
    {
        Port = port,
        Name = Attribute(attributes, "label") is { Length: > 0 } label ? Cut(label) : null,
        Protocol = Attribute(attributes, "protocol") == "https" ? PortProtocols.Https : null,
    };

    private static string? Attribute(JsoncNode? attributes, string key) =>
        attributes?.Members.FirstOrDefault(member => member.Name == key)?.Value is { Type: JsonTokenType.String } value ? value.Text : null;

    private LifecyclePart? Part(string key, string label, JsoncNode node)
    {
        if (node.Type == JsonTokenType.String) return Line(key, node) is { } script ? new LifecyclePart(label, script, []) : null;
        if (node.Type != JsonTokenType.StartArray || node.Items.Any(item => item.Type != JsonTokenType.String) || node.Items[0].Text.Length == 0)
        {
            Wrong(node, label.Length == 0
                ? $"{key} must be a text, a list of a program and its arguments, or an object of such commands"
                : $"{key} must be a text, or a list of a program and its arguments");
            return null;
        }
        var line = node.Items.Select(item => Line(key, item)).OfType<string>().ToList();
        return line.Count == node.Items.Count ? new LifecyclePart(label, null, line) : null;
    }

    private string? Line(string key, JsoncNode node) =>
        node.Text.Length > LongestText ? Wrong(node, $"{key} is too long: at most {LongestText} characters are allowed")
        : node.Text.Contains('\0', StringComparison.Ordinal) ? Wrong(node, $"{key} must not hold a NUL")
        : expand(node.Text);

    private string Name(string key, JsoncMember member)
    {
        if (member.Name.Length is 0 or > 256 || member.Name.AsSpan().IndexOfAny('=', '\0') >= 0)
            findings.Error(member.Offset, $"{key}: \"{Cut(member.Name)}\" is no name of a variable");
        else if (member.Name.StartsWith("ENVIRONS_", StringComparison.Ordinal))
            findings.Error(member.Offset, $"{key}: \"{Cut(member.Name)}\" must not begin with ENVIRONS_: those are the supervisor's");
        return member.Name;
    }

    private string? Value(string key, JsoncMember member, bool ofRunning)
    {
        if (ofRunning && member.Value.Type == JsonTokenType.Null) return null;
        if (member.Value.Type != JsonTokenType.String) return Wrong(member.Value, $"{key}.{Cut(member.Name)} must be a text{(ofRunning ? " or null" : "")}");
        return !ofRunning && DevcontainerVariables.AsksContainer(member.Value.Text)
            ? Wrong(member.Value, $"{key}.{Cut(member.Name)} cannot ask for ${{containerEnv:…}}; remoteEnv can")
            : Line($"{key}.{Cut(member.Name)}", member.Value);
    }

    private string? Wrong(JsoncNode node, string message)
    {
        findings.Error(node.Offset, message);
        return null;
    }

    private static (string? Host, int Port)? PortOf(JsoncNode node) => node.Type switch
    {
        JsonTokenType.Number => Port(node.Text) is { } port ? (null, port) : null,
        JsonTokenType.String => node.Text.LastIndexOf(':') is > 0 and var colon && Port(node.Text[(colon + 1)..]) is { } port ? (node.Text[..colon], port) : null,
        _ => null,
    };

    private static int? Port(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= 65535 ? port : null;

    private static string Cut(string text) => text.Length <= 100 ? text : $"{text[..99]}…";
}
