using System.Text.Json.Nodes;
using Environs.Crds.Schema;

namespace Environs.Generate;

/// <summary>The CustomResourceDefinitions, as plain manifests and as templates of the chart.</summary>
internal static class CrdFiles
{
    /// <summary>First line of every generated file.</summary>
    public const string Header = "# Generated from the types in src/Crds by `make generate`. Do not edit.\n";

    /// <summary>Every file, for every kind.</summary>
    /// <exception cref="SchemaException">A type cannot become a CRD.</exception>
    public static IReadOnlyList<GeneratedFile> All(DocComments docs) => [.. CrdGenerator.Kinds.SelectMany(kind =>
    {
        var definition = CrdGenerator.Generate(kind, docs);
        var file = $"{definition.Spec.Names.Plural}.yaml";
        return new[]
        {
            new GeneratedFile($"config/crd/{file}", Header + Yaml.Write(CrdGenerator.ToJson(definition))),
            new GeneratedFile($"charts/environs/templates/crds/{file}", Template(CrdGenerator.ToJson(definition))),
        };
    })];

    // A template, not the chart's folder crds/, whose files Helm never upgrades. Uninstalling keeps it: with it would go every Environment.
    private static string Template(JsonNode definition)
    {
        definition["metadata"]!["annotations"] = new JsonObject { ["helm.sh/resource-policy"] = "keep" };
        var text = Yaml.Write(definition).Replace("{{", "{{ `{{` }}", StringComparison.Ordinal);
        return $"{Header}{{{{- if .Values.crds.install }}}}\n{text}{{{{- end }}}}\n";
    }
}
