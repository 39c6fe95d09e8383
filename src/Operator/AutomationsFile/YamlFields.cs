using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Environs.Operator.AutomationsFile;

/// <summary>Reads a mapping of a YAML file field by field, and says of everything that is not as it must be where it stands.</summary>
internal sealed class YamlFields
{
    // As many as a task may depend on, which is the longest list that there is.
    private const int LongestList = 50;

    private readonly YamlMappingNode node;
    private readonly string what;
    private readonly List<string> errors;

    private YamlFields(YamlMappingNode node, string what, List<string> errors) => (this.node, this.what, this.errors) = (node, what, errors);

    /// <summary>The fields of a mapping; null where the node is none, which is said.</summary>
    /// <param name="node">The node; null is an empty mapping.</param>
    /// <param name="what">What it stands for, for messages.</param>
    /// <param name="errors">Takes what is wrong.</param>
    /// <param name="known">Its fields; others are errors. Null lets any be.</param>
    public static YamlFields? Of(YamlNode? node, string what, List<string> errors, IReadOnlyList<string>? known)
    {
        if (node is null || IsNull(node)) return new YamlFields([], what, errors);
        if (node is not YamlMappingNode mapping)
        {
            errors.Add($"{At(node)}: {what} must be a mapping of fields.");
            return null;
        }
        foreach (var key in mapping.Children.Keys)
        {
            if (key is not YamlScalarNode { Value: { } name }) errors.Add($"{At(key)}: a field of {what} must have a name.");
            else if (known?.Contains(name) == false) errors.Add($"{At(key)}: \"{name}\" is not a field of {what}; {(known.Count == 0 ? "it has none" : $"those are {string.Join(", ", known)}")}.");
        }
        return new YamlFields(mapping, what, errors);
    }

    /// <summary>The fields by their names, in the order of the file.</summary>
    public IEnumerable<(string Name, YamlNode Key, YamlNode Value)> All =>
        node.Children.Where(pair => pair.Key is YamlScalarNode { Value: not null }).Select(pair => (((YamlScalarNode)pair.Key).Value!, pair.Key, pair.Value));

    public int Count => node.Children.Count;

    public YamlNode? Node(string name) => node.Children.FirstOrDefault(pair => pair.Key is YamlScalarNode { Value: { } key } && key == name).Value;

    /// <summary>A field's text; null where it is absent or, which is said, no text.</summary>
    public string? Text(string name)
    {
        if (Node(name) is not { } value || IsNull(value)) return null;
        if (value is YamlScalarNode { Value: { } text }) return text;
        errors.Add($"{At(value)}: {name} of {what} must be a text.");
        return null;
    }

    /// <summary>A field's list of texts; null where it is absent or, which is said, none.</summary>
    public IReadOnlyList<(string Text, YamlNode Node)>? Texts(string name)
    {
        if (Node(name) is not { } value || IsNull(value)) return null;
        if (value is YamlSequenceNode { Children.Count: > LongestList } list)
        {
            errors.Add($"{At(value)}: {name} of {what} has {list.Children.Count} items; {LongestList} are allowed.");
            return null;
        }
        if (value is YamlSequenceNode sequence && sequence.Children.All(item => item is YamlScalarNode { Value: not null }))
            return [.. sequence.Children.Select(item => (((YamlScalarNode)item).Value!, item))];
        errors.Add($"{At(value)}: {name} of {what} must be a list of texts.");
        return null;
    }

    public static string At(YamlNode node) => $"line {node.Start.Line}, column {node.Start.Column}";

    public static bool IsNull(YamlNode value) => value is YamlScalarNode { Style: ScalarStyle.Plain, Value: "" or "null" or "Null" or "NULL" or "~" };
}
