using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using k8s;
using k8s.Models;

namespace Environs.Crds.Schema;

/// <summary>Walks the JSON contract of a type, the same that the wire uses, into a structural schema without <c>$ref</c>.</summary>
/// <param name="docs">Where descriptions come from.</param>
/// <param name="problems">Takes a line for each member that cannot be said in a schema.</param>
internal sealed class SchemaGenerator(DocComments docs, List<string> problems)
{
    private readonly Stack<Type> _open = new();

    /// <summary>Schema of a kind: <paramref name="kind"/> with apiVersion, kind and metadata as every CRD has them.</summary>
    public V1JSONSchemaProps Root(JsonTypeInfo kind, string path)
    {
        if (kind.Options.DefaultIgnoreCondition != JsonIgnoreCondition.WhenWritingNull)
            problems.Add($"{path}: the JSON options must be WhenWritingNull: an absent member would be written as null, which the schema refuses");
        return Schema(kind, path, null);
    }

    private V1JSONSchemaProps Schema(JsonTypeInfo type, string path, MemberInfo? member)
    {
        var clr = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        var schema = KnownSchemas.Of(clr) ?? type.Kind switch
        {
            JsonTypeInfoKind.Object => Object(type, path),
            JsonTypeInfoKind.Enumerable => new() { Type = "array", Items = Schema(Element(type), $"{path}[]", null) },
            JsonTypeInfoKind.Dictionary => new() { Type = "object", AdditionalProperties = Schema(Element(type), $"{path}{{}}", null) },
            _ => Unknown(clr, path),
        };
        if (member is not null)
        {
            schema.Description = docs.Of(member);
            if (schema.Description is null) problems.Add($"{path}: has no doc comment");
            new MemberAttributes(problem => problems.Add($"{path}: {problem}")).AddTo(schema, member);
            // A status has one writer. Of a granular object whose last member goes, server-side apply (1.20) leaves null, which the schema refuses.
            if (schema.Type == "object" && path.Contains(".status.", StringComparison.Ordinal)) schema.XKubernetesMapType = "atomic";
        }
        return schema;
    }

    private V1JSONSchemaProps Object(JsonTypeInfo type, string path)
    {
        if (_open.Contains(type.Type))
        {
            problems.Add($"{path}: {type.Type.Name} contains itself, and a CRD's schema has no $ref");
            return new() { Type = "object", Properties = new Dictionary<string, V1JSONSchemaProps>() };
        }
        _open.Push(type.Type);
        var properties = new Dictionary<string, V1JSONSchemaProps>();
        var schema = new V1JSONSchemaProps { Type = "object", Description = docs.Of(type.Type), Properties = properties };
        if (schema.Description is null) problems.Add($"{path}: {type.Type.Name} has no doc comment");
        // A member with [JsonIgnore] is listed, but neither read nor written.
        foreach (var property in type.Properties.Where(p => p.Get is not null || p.Set is not null))
        {
            var member = (MemberInfo)property.AttributeProvider!;
            var memberPath = $"{path}.{property.Name}";
            properties[property.Name] = IsRoot(type) && Standard(property.Name) is { } standard
                ? standard
                : Schema(type.Options.GetTypeInfo(property.PropertyType), memberPath, member);
            if (property.IsRequired)
                problems.Add($"{memberPath}: is required in C#: one odd object would break the list that it is in; use [Required]");
            if (member.IsDefined(typeof(RequiredAttribute))) (schema.Required ??= []).Add(property.Name);
        }
        foreach (var rule in type.Type.GetCustomAttributes<RuleAttribute>()) MemberAttributes.Add(schema, rule);
        _open.Pop();
        return schema;
    }

    private V1JSONSchemaProps Unknown(Type type, string path)
    {
        problems.Add(type.IsEnum
            ? $"{path}: {type.Name} is an enum: a value from a later version would break a list; use a string with [AllowedValues]"
            : $"{path}: no schema is known for {type.FullName}");
        return new();
    }

    private static JsonTypeInfo Element(JsonTypeInfo type) => type.Options.GetTypeInfo(type.ElementType!);

    private bool IsRoot(JsonTypeInfo type) => _open.Count == 1 && type.Type.IsAssignableTo(typeof(IKubernetesObject<V1ObjectMeta>));

    private static V1JSONSchemaProps? Standard(string name) => name switch
    {
        "apiVersion" => new() { Type = "string", Description = "Group and version of the schema that this object follows." },
        "kind" => new() { Type = "string", Description = "Kind of the resource." },
        // The API server checks it by itself, and takes no other schema.
        "metadata" => new() { Type = "object" },
        _ => null,
    };
}
