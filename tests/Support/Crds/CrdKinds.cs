using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Environs.Crds;
using Environs.Crds.Schema;
using k8s.Models;

namespace Environs.Support;

/// <summary>Our kinds, as paths and objects of the API.</summary>
public static class CrdKinds
{
    public const string DefinitionsPath = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

    public static IReadOnlyList<JsonTypeInfo> All => CrdGenerator.Kinds;

    private static DocComments Docs { get; } = DocComments.Load();

    public static KubernetesEntityAttribute Entity(string kind) => All.Select(k => k.Type.GetCustomAttribute<KubernetesEntityAttribute>()!).Single(e => e.Kind == kind);

    public static string EntityKind(this JsonTypeInfo kind) => kind.Type.GetCustomAttribute<KubernetesEntityAttribute>()!.Kind;

    public static JsonNode Definition(JsonTypeInfo kind) => CrdGenerator.ToJson(CrdGenerator.Generate(kind, Docs));

    public static string ObjectsPath(string kind, string @namespace)
    {
        var entity = Entity(kind);
        var scope = All.Single(k => k.EntityKind() == kind).Type.IsDefined(typeof(ClusterScopedAttribute)) ? "" : $"namespaces/{@namespace}/";
        return $"/apis/{entity.Group}/{entity.ApiVersion}/{scope}{entity.PluralName}";
    }

    public static JsonObject Make(string kind, string? spec, string name = "x")
    {
        var entity = Entity(kind);
        var made = new JsonObject
        {
            ["apiVersion"] = $"{entity.Group}/{entity.ApiVersion}",
            ["kind"] = kind,
            ["metadata"] = new JsonObject { ["name"] = name },
        };
        if (spec is not null) made["spec"] = JsonNode.Parse(spec);
        return made;
    }

    public static JsonObject Make(BadObject bad) => Make(bad.Kind, bad.Spec, bad.Metadata ?? "x");
}
