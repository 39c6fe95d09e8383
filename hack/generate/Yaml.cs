using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Environs.Generate;

/// <summary>Writes JSON as YAML 1.1 that every reader takes for the same: members in their order, one line per scalar.</summary>
internal static partial class Yaml
{
    /// <summary>One document, without markers.</summary>
    public static string Write(JsonNode node)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var emitter = new Emitter(text, new EmitterSettings().WithBestWidth(int.MaxValue).WithMaxSimpleKeyLength(1024));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        Emit(emitter, node);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    private static void Emit(Emitter emitter, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                emitter.Emit(new MappingStart(
                    AnchorName.Empty, TagName.Empty, isImplicit: true, map.Count == 0 ? MappingStyle.Flow : MappingStyle.Block));
                foreach (var (name, value) in map)
                {
                    emitter.Emit(String(name));
                    Emit(emitter, value);
                }
                emitter.Emit(new MappingEnd());
                break;
            case JsonArray list:
                emitter.Emit(new SequenceStart(
                    AnchorName.Empty, TagName.Empty, isImplicit: true, list.Count == 0 ? SequenceStyle.Flow : SequenceStyle.Block));
                foreach (var item in list) Emit(emitter, item);
                emitter.Emit(new SequenceEnd());
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                emitter.Emit(String(value.GetValue<string>()));
                break;
            default:
                emitter.Emit(new Scalar(node?.ToJsonString() ?? "null"));
                break;
        }
    }

    private static Scalar String(string value) => new(
        AnchorName.Empty, TagName.Empty, value, Ambiguous.IsMatch(value) ? ScalarStyle.SingleQuoted : ScalarStyle.Any,
        isPlainImplicit: true, isQuotedImplicit: true);

    // What a reader of YAML 1.1 or 1.2 could take for a number, a time, a boolean or null.
    [GeneratedRegex("^([-+.]?[0-9].*|[-+.~]|y|yes|n|no|true|false|on|off|null|[-+]?[.](inf|nan)|)$", RegexOptions.IgnoreCase)]
    private static partial Regex Ambiguous { get; }
}
