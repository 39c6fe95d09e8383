using System.Text.RegularExpressions;
using Environs.Crds.Schema;
using Environs.Support;
using k8s.Models;

namespace Environs.Crds.Tests;

public sealed partial class RuleCoverageTests
{
    [Fact]
    public void Every_rule_of_every_spec_has_an_object_that_breaks_it()
    {
        var tried = BadObjects.All.Select(bad => Tried(bad.Kind, bad.Field, bad.Keyword, bad.Message))
            .Concat(BadObjects.Updates.Select(update => Tried(update.Kind, update.Field, "rule", update.Message)))
            .ToHashSet();
        var said = CrdKinds.All.SelectMany(kind => Said(CrdGenerator.Generate(kind, DocComments.Load()))).ToList();
        Assert.NotEmpty(said);
        Assert.Equal([], said.Where(rule => !tried.Contains(rule)));
    }

    [Fact]
    public void Every_object_has_a_name_of_its_own()
    {
        var names = BadObjects.All.Select(bad => bad.Name).Concat(BadObjects.Updates.Select(u => u.Name)).Concat(GoodObjects.All.Select(good => good.Name));
        Assert.Equal([], names.GroupBy(name => name).Where(group => group.Count() > 1).Select(group => group.Key));
    }

    // A rule on the root names the field that it speaks of itself; a map's key is {}.
    private static string Tried(string kind, string field, string keyword, string? message) =>
        message?.StartsWith(field, StringComparison.Ordinal) == true
            ? $"{kind} {keyword} {message}"
            : $"{kind}.{Key.Replace(Index.Replace(field, "[]"), "$1{}")} {keyword} {message}".TrimEnd();

    private static IEnumerable<string> Said(V1CustomResourceDefinition definition)
    {
        var root = definition.Spec.Versions[0].Schema.OpenAPIV3Schema;
        return Said(root, definition.Spec.Names.Kind).Where(rule => !rule.Contains(".status", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Said(V1JSONSchemaProps schema, string path) =>
    [
        .. Keywords(schema).Select(keyword => $"{path} {keyword}"),
        .. (schema.Required ?? []).Select(member => $"{path}.{member} required"),
        .. (schema.Properties ?? new Dictionary<string, V1JSONSchemaProps>()).SelectMany(member => Said(member.Value, $"{path}.{member.Key}")),
        .. schema.XKubernetesListType is "set" or "map" ? [$"{path}[] {schema.XKubernetesListType}"] : Array.Empty<string>(),
        .. schema.Items is V1JSONSchemaProps items ? Said(items, $"{path}[]") : [],
        .. schema.AdditionalProperties is V1JSONSchemaProps values ? Said(values, $"{path}{{}}") : [],
    ];

    private static IEnumerable<string> Keywords(V1JSONSchemaProps schema)
    {
        if (schema.MinLength > 0) yield return "minLength";
        if (schema.MaxLength is not null) yield return "maxLength";
        if (schema.Pattern is not null) yield return "pattern";
        if (schema.EnumProperty is not null) yield return "enum";
        if (schema.Minimum is not null) yield return "minimum";
        if (schema.Maximum is not null) yield return "maximum";
        if (schema.MinItems > 0) yield return "minItems";
        if (schema.MaxItems is not null) yield return "maxItems";
        if (schema.MinProperties > 0) yield return "minProperties";
        if (schema.MaxProperties is not null) yield return "maxProperties";
        foreach (var rule in schema.XKubernetesValidations ?? []) yield return $"rule {rule.Message}";
    }

    [GeneratedRegex(@"\[[0-9]+\]")]
    private static partial Regex Index { get; }

    [GeneratedRegex(@"(\.nodeSelector|\.requests|\.limits)\.[a-z]+")]
    private static partial Regex Key { get; }
}
