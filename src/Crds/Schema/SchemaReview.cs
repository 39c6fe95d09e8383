using System.Text.Json;
using System.Text.RegularExpressions;
using k8s.Models;

namespace Environs.Crds.Schema;

/// <summary>What an API server refuses, or takes and then does not do as one expects: every known pitfall is an error here.</summary>
/// <param name="problems">Takes a line for each.</param>
internal sealed partial class SchemaReview(List<string> problems)
{
    /// <summary>Reviews the schema of a kind.</summary>
    public void Root(V1JSONSchemaProps root, string path)
    {
        foreach (var (name, member) in root.Properties)
        {
            if (name is not ("apiVersion" or "kind" or "metadata")) Any(member, $"{path}.{name}", Stable(root, name, always: true), name == "status");
        }
    }

    private void Any(V1JSONSchemaProps schema, string path, bool always, bool status)
    {
        Rules(schema, path, always);
        if (schema.Pattern is { } pattern) Pattern(pattern, path);
        if (status && schema.XKubernetesValidations is not null)
            problems.Add($"{path}: a rule in a status: nobody but the operator writes it, and its cost counts in the whole definition's");
        if (status && schema.EnumProperty is not null)
            problems.Add($"{path}: an enum in a status: an older API server would refuse what a newer operator writes");
        switch (schema.Type)
        {
            case "string" when (schema.MaxLength, schema.EnumProperty, schema.Format) is (null, null, null):
                problems.Add($"{path}: a string without [Length] or [ItemLength]");
                break;
            case "array": List(schema, path, status); break;
            case "object" when schema.AdditionalProperties is V1JSONSchemaProps values:
                if (schema.MaxProperties is null) problems.Add($"{path}: a map without [Length]");
                Any(values, $"{path}{{}}", false, status);
                break;
            case "object":
                foreach (var (name, member) in schema.Properties) Member(schema, name, member, path, always, status);
                break;
        }
    }

    private void Member(V1JSONSchemaProps parent, string name, V1JSONSchemaProps member, string path, bool always, bool status)
    {
        var required = parent.Required?.Contains(name) == true;
        // The server fills a default in only where the parent is there. A parent with required members cannot be {}: its absence means something.
        if (!required && member is { Type: "object", DefaultProperty: null, Properties: { } inner } && member.Required is null
            && inner.Values.Any(m => m.DefaultProperty is not null))
        {
            problems.Add($"{path}.{name}: has members with defaults, which need [DefaultValue(\"{{}}\")] here");
        }
        Any(member, $"{path}.{name}", Stable(parent, name, always), status);
    }

    private void List(V1JSONSchemaProps schema, string path, bool status)
    {
        var items = (V1JSONSchemaProps)schema.Items!;
        if (schema.MaxItems is null) problems.Add($"{path}: a list without [Length]");
        if (schema.XKubernetesListType is null) problems.Add($"{path}: a list must say its type: [ListMap], [ListSet] or [ListAtomic]");
        if (schema.XKubernetesListType == "set" && items.Type is "object" or "array")
            problems.Add($"{path}: only a list of scalars can be a [ListSet]");
        foreach (var key in schema.XKubernetesListMapKeys ?? [])
        {
            if (items.Properties?.TryGetValue(key, out var member) != true)
                problems.Add($"{path}: [ListMap(\"{key}\")] names no member of its items");
            else if (member!.DefaultProperty is null && items.Required?.Contains(key) != true)
                problems.Add($"{path}[].{key}: is a key of the list and must be [Required] or have a [DefaultValue]");
        }
        // The standard condition has its enum by Kubernetes' API conventions.
        Any(items, $"{path}[]", false, status && !IsCondition(items));
    }

    private void Rules(V1JSONSchemaProps schema, string path, bool always)
    {
        foreach (var rule in schema.XKubernetesValidations ?? [])
        {
            if (!always && OldSelf.IsMatch(rule.Rule))
            {
                problems.Add(
                    $"{path}: a transition rule does not run when an optional member comes or goes; "
                    + "put it on the nearest parent that is always there");
            }
        }
    }

    private void Pattern(string pattern, string path)
    {
        var quoted = JsonSerializer.Serialize(pattern, CrdJson.Default.String);
        if (!pattern.StartsWith('^') || !pattern.EndsWith('$'))
            problems.Add($"{path}: the pattern {quoted} must stand between ^ and $: a server searches, .NET matches the whole");
        if (NotInRe2.IsMatch(pattern))
            problems.Add($"{path}: the pattern {quoted} has what RE2 lacks (look-around, back-reference)");
    }

    // Always there, in every version of the object: only then does the server compare it with what it was.
    private static bool Stable(V1JSONSchemaProps parent, string name, bool always) => always && parent.Required?.Contains(name) == true;

    private static bool IsCondition(V1JSONSchemaProps schema) => schema.Properties?.ContainsKey("lastTransitionTime") == true;

    [GeneratedRegex(@"\boldSelf\b")]
    private static partial Regex OldSelf { get; }

    [GeneratedRegex(@"\(\?(=|!|<|>)|\\[1-9]")]
    private static partial Regex NotInRe2 { get; }
}
