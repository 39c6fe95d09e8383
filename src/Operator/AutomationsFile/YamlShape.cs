using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Environs.Operator.AutomationsFile;

/// <summary>Refuses a YAML text that is dangerous to load: loading recurses, and compares keys by all that lies below them. Pure.</summary>
internal static class YamlShape
{
    private const int Deepest = 20;

    /// <summary>What is wrong, with line and column; null when it may be loaded.</summary>
    /// <exception cref="YamlException">It is no YAML.</exception>
    public static string? Problem(string text)
    {
        var parser = new Parser(new StringReader(text));
        var open = new Stack<Collection>();
        var known = new HashSet<AnchorName>();
        while (parser.MoveNext())
        {
            var node = parser.Current!;
            if (node is MappingEnd or SequenceEnd) open.Pop();
            if (node is not NodeEvent and not AnchorAlias) continue;

            var isKey = open.TryPeek(out var parent) && parent.IsKey();
            if (isKey && node is not Scalar) return $"{At(node)}: a key must be a text.";
            if (node is AnchorAlias alias && open.Any(one => one.Anchor == alias.Value)) return $"{At(node)}: *{alias.Value} must not stand within what it stands for.";
            if (node is AnchorAlias unknown && !known.Contains(unknown.Value)) return $"{At(node)}: *{unknown.Value} stands for nothing that is named above it.";
            if (node is NodeEvent { Anchor.IsEmpty: false } named) known.Add(named.Anchor);
            if (node is not (MappingStart or SequenceStart)) continue;
            if (open.Count == Deepest) return $"{At(node)}: the file must not be nested deeper than {Deepest}.";
            open.Push(new Collection(node is MappingStart, ((NodeEvent)node).Anchor));
        }
        return null;
    }

    private static string At(ParsingEvent node) => $"line {node.Start.Line}, column {node.Start.Column}";

    private sealed class Collection(bool isMapping, AnchorName anchor)
    {
        private bool isValueNext;

        public AnchorName Anchor => anchor;

        /// <summary>Whether the next node is a key; the one after it is not.</summary>
        public bool IsKey()
        {
            isValueNext = isMapping && !isValueNext;
            return isValueNext;
        }
    }
}
