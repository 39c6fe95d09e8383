using System.Text.Json.Serialization.Metadata;
using k8s;
using k8s.Models;

namespace Environs.Runtime;

/// <summary>A kind of object: where the API serves it and how it is written as JSON.</summary>
/// <param name="Group">The API group; "" is the core group.</param>
/// <param name="Version">The version, for example "v1".</param>
/// <param name="Kind">The kind, for example "Pod".</param>
/// <param name="Plural">The plural in paths, for example "pods".</param>
/// <param name="Namespaced">Whether its objects live in a namespace.</param>
/// <param name="JsonTypeInfo">The source-generated JSON contract.</param>
public sealed record ResourceKind<T>(string Group, string Version, string Kind, string Plural, bool Namespaced, JsonTypeInfo<T> JsonTypeInfo)
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>"group/version", or "version" for the core group.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>"plural.group", the name that logs and metrics use.</summary>
    public override string ToString() => Group.Length == 0 ? Plural : $"{Plural}.{Group}";

    internal string ListPath => $"{Root}/{Plural}";

    private string Root => Group.Length == 0 ? $"api/{Version}" : $"apis/{Group}/{Version}";

    internal string CollectionPath(string ns) =>
        Namespaced ? $"{Root}/namespaces/{Uri.EscapeDataString(ns)}/{Plural}" : ListPath;

    internal string ObjectPath(ResourceKey key) => $"{CollectionPath(key.Namespace)}/{Uri.EscapeDataString(key.Name)}";
}
