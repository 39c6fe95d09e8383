using System.Text;
using Environs.Crds.Schema;
using k8s.Models;

namespace Environs.Generate;

/// <summary>A page of documentation for every kind: its fields, as the schema has them.</summary>
internal static class ReferenceFiles
{
    private const string Header = "<!-- Generated from the types in src/Crds by `make generate`. Do not edit. -->\n";

    /// <exception cref="SchemaException">A type cannot become a CRD.</exception>
    public static IReadOnlyList<GeneratedFile> All(DocComments docs) =>
        [.. CrdGenerator.Kinds.Select(kind => CrdGenerator.Generate(kind, docs)).Select(definition =>
            new GeneratedFile($"docs/reference/{definition.Spec.Names.Singular}.md", Page(definition)))];

    private static string Page(V1CustomResourceDefinition definition)
    {
        var schema = definition.Spec.Versions[0].Schema.OpenAPIV3Schema;
        var page = new StringBuilder(Header).Append(
            $"# {definition.Spec.Names.Kind}\n\n{schema.Description}\n\n`{definition.Spec.Group}/{definition.Spec.Versions[0].Name}`, {definition.Spec.Scope.ToLowerInvariant()}, in short `{definition.Spec.Names.ShortNames[0]}`.\n");
        Rules(page, schema);
        foreach (var (name, part) in schema.Properties.Where(property => property.Key is "spec" or "status"))
        {
            page.Append($"\n## {name}\n\n{part.Description}\n");
            Rules(page, part);
            page.Append("\n| field | type | |\n|---|---|---|\n");
            Rows(page, part, "");
        }
        return page.ToString();
    }

    private static void Rules(StringBuilder page, V1JSONSchemaProps schema)
    {
        foreach (var rule in schema.XKubernetesValidations ?? [])
            page.Append($"\nRule: {rule.Message}.\n");
    }

    private static void Rows(StringBuilder page, V1JSONSchemaProps schema, string path)
    {
        foreach (var (name, field) in schema.Properties ?? new Dictionary<string, V1JSONSchemaProps>())
        {
            var full = path + name;
            var required = schema.Required?.Contains(name) == true ? ", required" : "";
            page.Append($"| `{full}` | {Cell(Type(field) + required)} | {Cell(Says(field))} |\n");
            Rows(page, field, $"{full}.");
            if (field.Items is V1JSONSchemaProps item) Rows(page, item, $"{full}[].");
        }
    }

    private static string Type(V1JSONSchemaProps field) =>
        field.XKubernetesIntOrString == true ? "quantity"
        : field.Items is V1JSONSchemaProps item ? $"list of {Type(item)}"
        : field.AdditionalProperties is V1JSONSchemaProps value ? $"map of {Type(value)}"
        : field.Format ?? field.Type;

    private static string Says(V1JSONSchemaProps field)
    {
        var rules = (field.XKubernetesValidations ?? []).Concat((field.Items as V1JSONSchemaProps)?.XKubernetesValidations ?? []);
        return string.Join(' ', [field.Description ?? "", .. rules.Select(rule => Sentence(rule.Message))]).Trim();
    }

    // "must …" speaks of the field itself; others name what they speak of, as it is spelled.
    private static string Sentence(string rule) => $"{(rule.StartsWith("must ", StringComparison.Ordinal) ? $"M{rule[1..]}" : rule)}.";

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace('\n', ' ');
}
