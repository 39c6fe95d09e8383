using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Environs.Crds;
using Environs.Operator.Automations;
using Environs.Operator.Environments;
using Environs.Runtime;
using k8s;
using k8s.Models;

namespace Environs.Operator.AutomationsFile;

/// <summary>What services and tasks have in common when a file makes them. Pure.</summary>
/// <param name="Resource">The kind.</param>
/// <param name="Json">How a spec is written.</param>
/// <param name="Make">An object of this metadata and spec, of an environment.</param>
/// <param name="Reference">The reference in a spec.</param>
/// <param name="Environment">The environment that a spec names.</param>
/// <param name="OfFile">The fields of a spec that are the file's to say.</param>
internal sealed record AutomationKind<T, TSpec>(
    ResourceKind<T> Resource,
    JsonTypeInfo<TSpec> Json,
    Func<V1ObjectMeta, TSpec, EnvironmentReference, T> Make,
    Func<TSpec, string?> Reference,
    Func<TSpec, string?> Environment,
    IReadOnlyList<string> OfFile)
    where T : class, IKubernetesObject<V1ObjectMeta>, ISpec<TSpec>
    where TSpec : class
{
    // What a person may say of a service from the file stays: whether it shall run, and that it be restarted.
    private static readonly string[] Theirs = ["desiredPhase", "session", "env"];

    // The server keeps the order in which their items came.
    private static readonly string[] Sets = ["triggeredBy", "dependsOn"];

    /// <summary>The objects made by hand, each with its reference.</summary>
    public IEnumerable<(string Reference, string Name)> ByHand(IEnumerable<T> present) =>
        from one in present
        where !AutomationScope.IsFromFile(one.Metadata)
        select (one.Spec is { } spec ? Reference(spec) ?? "" : "", $"{Resource.Kind} \"{one.Metadata.Name}\"");

    /// <summary>What is to be applied and what to be deleted, so that there is what the specs say.</summary>
    public AutomationChange<T> Change(V1alpha1Environment environment, IEnumerable<TSpec> specs, IReadOnlyList<T> present)
    {
        var wanted = specs.Select(spec => Make(Metadata(environment, Reference(spec)!), spec, new EnvironmentReference { Name = environment.Metadata.Name })).ToList();
        return new(
            [.. wanted.Where(one => !present.Any(other => IsInStep(other, one)))],
            [
                .. present.Where(one => AutomationScope.IsFromFile(one.Metadata) && one.Metadata.DeletionTimestamp is null
                    && !wanted.Any(other => other.Metadata.Name == one.Metadata.Name)),
            ]);
    }

    /// <summary>Whether an object says what the file says of it.</summary>
    public bool IsInStep(T present, T wanted) =>
        present.Metadata.Name == wanted.Metadata.Name && present.Metadata.DeletionTimestamp is null
        && present.Metadata.OwnerReferences?.Any(owner => owner.Uid == wanted.Metadata.OwnerReferences[0].Uid) == true
        && JsonNode.DeepEquals(Compared(present.Spec), Compared(wanted.Spec));

    /// <summary>The change that takes out of a spec what the file does not say: an apply leaves what somebody else has added.</summary>
    public JsonObject Rest(T wanted)
    {
        var said = JsonSerializer.SerializeToNode(wanted.Spec, Json)!.AsObject();
        var change = new JsonObject();
        foreach (var name in OfFile) change[name] = said[name]?.DeepClone();
        if (change["commands"] is JsonObject commands)
        {
            foreach (var name in (string[])["ready", "stop"]) commands[name] = commands[name]?.DeepClone();
        }
        return new JsonObject { ["spec"] = change };
    }

    private static V1ObjectMeta Metadata(V1alpha1Environment environment, string reference) => new()
    {
        Name = AutomationNames.Of(environment.Metadata.Name, reference),
        NamespaceProperty = environment.Metadata.NamespaceProperty,
        Labels = new Dictionary<string, string>
        {
            [EnvironmentNames.ManagedByLabel] = EnvironmentNames.ManagedBy,
            [EnvironmentNames.EnvironmentLabel] = environment.Metadata.Name,
            [AutomationNames.FromFileLabel] = "true",
        },
        OwnerReferences = [Ownership.Reference(environment)],
    };

    private JsonObject Compared(TSpec spec)
    {
        var fields = JsonSerializer.SerializeToNode(spec, Json)!.AsObject();
        foreach (var theirs in Theirs) fields.Remove(theirs);
        foreach (var set in Sets)
        {
            if (fields[set] is JsonArray items) fields[set] = new JsonArray([.. items.Select(item => item?.GetValue<string>()).Order(StringComparer.Ordinal).Select(item => (JsonNode?)item)]);
        }
        return fields;
    }
}
