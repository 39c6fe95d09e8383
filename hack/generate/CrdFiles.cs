using System.Text;
using System.Text.Json.Nodes;
using Environs.Crds.Schema;

namespace Environs.Generate;

/// <summary>The CustomResourceDefinitions, as plain manifests and as templates of the chart.</summary>
internal static class CrdFiles
{
    /// <summary>First line of every generated file.</summary>
    public const string Header = "# Generated from the types in src/Crds by `make generate`. Do not edit.\n";

    private const string Rules = "x-kubernetes-validations";

    /// <summary>Every file, for every kind.</summary>
    /// <exception cref="SchemaException">A type cannot become a CRD.</exception>
    public static IReadOnlyList<GeneratedFile> All(DocComments docs) => [.. CrdGenerator.Kinds.SelectMany(kind =>
    {
        var definition = CrdGenerator.Generate(kind, docs);
        var file = $"{definition.Spec.Names.Plural}.yaml";
        return new[]
        {
            new GeneratedFile($"config/crd/{file}", Header + Yaml.Write(CrdGenerator.ToJson(definition))),
            new GeneratedFile($"config/crd-without-rules/{file}", Header + Yaml.Write(WithoutRules(CrdGenerator.ToJson(definition)))),
            new GeneratedFile($"charts/environs/templates/crds/{file}", Template(CrdGenerator.ToJson(definition))),
        };
    })];

    // An API server before 1.25 does not know CEL rules, and refuses to apply server-side what it does not know. The operator checks the same rules.
    private static JsonNode WithoutRules(JsonNode node)
    {
        if (node is JsonObject map) map.Remove(Rules);
        IEnumerable<JsonNode?> children = node switch { JsonObject members => members.Select(m => m.Value), JsonArray items => items, _ => [] };
        foreach (var child in children.OfType<JsonNode>()) WithoutRules(child);
        return node;
    }

    // A template, not the chart's folder crds/, whose files Helm never upgrades. Uninstalling keeps it: with it would go every Environment.
    private static string Template(JsonNode definition)
    {
        definition["metadata"]!["annotations"] = new JsonObject { ["helm.sh/resource-policy"] = "keep" };
        var text = Yaml.Write(definition).Replace("{{", "{{ `{{` }}", StringComparison.Ordinal);
        return $$$"""
            {{{Header}}}{{- if .Values.crds.install }}
            {{- $rules := semverCompare ">=1.25-0" .Capabilities.KubeVersion.Version }}
            {{{RulesIf("$rules", text)}}}{{- end }}

            """;
    }

    // Each block of rules goes out only where the server knows them.
    private static string RulesIf(string condition, string yaml)
    {
        var guarded = new StringBuilder();
        int? open = null;
        foreach (var line in yaml.TrimEnd('\n').Split('\n'))
        {
            var indent = line.Length - line.TrimStart(' ').Length;
            if (open is { } block && (indent < block || (indent == block && line[indent] != '-')))
            {
                guarded.Append("{{- end }}\n");
                open = null;
            }
            if (line[indent..] == $"{Rules}:")
            {
                guarded.Append($"{{{{- if {condition} }}}}\n");
                open = indent;
            }
            guarded.Append(line).Append('\n');
        }
        return guarded.ToString();
    }
}
