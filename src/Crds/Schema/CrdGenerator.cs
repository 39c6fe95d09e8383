using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using k8s.Models;

namespace Environs.Crds.Schema;

/// <summary>Makes the CustomResourceDefinition of a kind from its C# type.</summary>
public static class CrdGenerator
{
    /// <summary>The kinds of this project, in the order of their files.</summary>
    public static IReadOnlyList<JsonTypeInfo> Kinds { get; } =
    [
        CrdsJson.Default.V1alpha1Environment, CrdsJson.Default.V1alpha1EnvironmentClass, CrdsJson.Default.V1alpha1Service,
        CrdsJson.Default.V1alpha1Task, CrdsJson.Default.V1alpha1TaskExecution,
    ];

    /// <summary>The definition of <paramref name="kind"/>, described by <paramref name="docs"/>.</summary>
    /// <exception cref="SchemaException">The type cannot become a CRD; the message names every member that is in the way.</exception>
    public static V1CustomResourceDefinition Generate(JsonTypeInfo kind, DocComments docs)
    {
        var entity = kind.Type.GetCustomAttribute<KubernetesEntityAttribute>()
            ?? throw new SchemaException([$"{kind.Type.Name}: has no [KubernetesEntity] that names group, version, kind and plural"]);
        List<string> problems = [];
        var schema = new SchemaGenerator(docs, problems).Root(kind, entity.Kind);
        new SchemaReview(problems).Root(schema, entity.Kind);
        if (problems.Count > 0) throw new SchemaException(problems);
        return new()
        {
            ApiVersion = "apiextensions.k8s.io/v1",
            Kind = "CustomResourceDefinition",
            Metadata = new() { Name = $"{entity.PluralName}.{entity.Group}" },
            Spec = new()
            {
                Group = entity.Group,
                Scope = kind.Type.IsDefined(typeof(ClusterScopedAttribute)) ? "Cluster" : "Namespaced",
                Names = new()
                {
                    Kind = entity.Kind,
                    ListKind = $"{entity.Kind}List",
                    Plural = entity.PluralName,
                    Singular = entity.Kind.ToLowerInvariant(),
                    ShortNames = kind.Type.GetCustomAttribute<ShortNamesAttribute>() is { } shorts ? [.. shorts.Names] : null,
                    Categories = ["environs"],
                },
                Versions = [Version(kind.Type, entity.ApiVersion, schema)],
            },
        };
    }

    /// <summary>The definition as the API server takes it.</summary>
    public static JsonNode ToJson(V1CustomResourceDefinition definition) =>
        JsonSerializer.SerializeToNode(definition, CrdJson.Default.V1CustomResourceDefinition)!;

    private static V1CustomResourceDefinitionVersion Version(Type kind, string version, V1JSONSchemaProps schema) => new()
    {
        Name = version,
        Served = true,
        Storage = true,
        Schema = new() { OpenAPIV3Schema = schema },
        Subresources = schema.Properties.ContainsKey("status") ? new() { Status = JsonElement.Parse("{}") } : null,
        AdditionalPrinterColumns =
        [
            .. kind.GetCustomAttributes<PrinterColumnAttribute>().Select(column => new V1CustomResourceColumnDefinition
            {
                Name = column.Name,
                JsonPath = column.JsonPath,
                Type = column.Type,
                Priority = column.Priority == 0 ? null : column.Priority,
            }),
        ],
    };
}
