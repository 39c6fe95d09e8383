using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Environs.Crds;
using Environs.Operator.Automations;
using Environs.Operator.Environments;
using k8s.Models;

namespace Environs.Operator.AutomationsFile;

/// <summary>The services and tasks that a file makes of an environment, and the difference to those that there are. Pure.</summary>
internal sealed record AutomationObjects
{
    public required IReadOnlyList<V1alpha1Service> ApplyServices { get; init; }
    public required IReadOnlyList<V1alpha1Task> ApplyTasks { get; init; }
    public required IReadOnlyList<V1alpha1Service> DeleteServices { get; init; }
    public required IReadOnlyList<V1alpha1Task> DeleteTasks { get; init; }

    /// <summary>What the author of the file should know, such as what was left out.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    public static AutomationObjects Of(V1alpha1Environment environment, AutomationsDocument document, IReadOnlyList<V1alpha1Service> services, IReadOnlyList<V1alpha1Task> tasks)
    {
        var byHand = services.Where(service => !AutomationScope.IsFromFile(service.Metadata)).Select(service => (Reference: service.Spec?.Reference ?? "", $"Service \"{service.Metadata.Name}\""))
            .Concat(tasks.Where(task => !AutomationScope.IsFromFile(task.Metadata)).Select(task => (Reference: task.Spec?.Reference ?? "", $"Task \"{task.Metadata.Name}\"")))
            .ToLookup(one => one.Reference, one => one.Item2);
        var wantedServices = document.Services.Where(spec => !byHand.Contains(spec.Reference)).Select(spec => Service(environment, spec)).ToList();
        var wantedTasks = document.Tasks.Where(spec => !byHand.Contains(spec.Reference)).Select(spec => Task(environment, spec)).ToList();
        return new AutomationObjects
        {
            ApplyServices = [.. wantedServices.Where(wanted => !services.Any(service => IsInStep(service, wanted)))],
            ApplyTasks = [.. wantedTasks.Where(wanted => !tasks.Any(task => IsInStep(task, wanted)))],
            DeleteServices = [.. services.Where(service => IsSurplus(service.Metadata, wantedServices.Select(wanted => wanted.Metadata)))],
            DeleteTasks = [.. tasks.Where(task => IsSurplus(task.Metadata, wantedTasks.Select(wanted => wanted.Metadata)))],
            Warnings =
            [
                .. document.Warnings,
                .. document.Services.Select(spec => spec.Reference).Concat(document.Tasks.Select(spec => spec.Reference)).Where(byHand.Contains)
                    .Select(reference => $"\"{reference}\" is left out: {byHand[reference].First()}, made by hand, has the reference."),
            ],
        };
    }

    private static V1alpha1Service Service(V1alpha1Environment environment, ServiceSpec spec) => new()
    {
        Metadata = Metadata(environment, spec.Reference),
        Spec = spec with { EnvironmentRef = new EnvironmentReference { Name = environment.Metadata.Name } },
    };

    private static V1alpha1Task Task(V1alpha1Environment environment, TaskSpec spec) => new()
    {
        Metadata = Metadata(environment, spec.Reference),
        Spec = spec with { EnvironmentRef = new EnvironmentReference { Name = environment.Metadata.Name } },
    };

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

    private static bool IsSurplus(V1ObjectMeta present, IEnumerable<V1ObjectMeta> wanted) =>
        AutomationScope.IsFromFile(present) && present.DeletionTimestamp is null && !wanted.Any(one => one.Name == present.Name);

    // What a person may say of a service from the file stays: whether it shall run, and that it be restarted.
    private static bool IsSame<T>(V1ObjectMeta present, T presentSpec, V1ObjectMeta wanted, T wantedSpec, JsonTypeInfo<T> json) =>
        present.Name == wanted.Name && present.DeletionTimestamp is null
        && present.OwnerReferences?.Any(owner => owner.Uid == wanted.OwnerReferences[0].Uid) == true
        && JsonNode.DeepEquals(OfFile(presentSpec, json), OfFile(wantedSpec, json));

    /// <summary>Whether an object says what the file says of it.</summary>
    public static bool IsInStep(V1alpha1Service present, V1alpha1Service wanted) => IsSame(present.Metadata, present.Spec, wanted.Metadata, wanted.Spec, CrdsJson.Default.ServiceSpec);

    public static bool IsInStep(V1alpha1Task present, V1alpha1Task wanted) => IsSame(present.Metadata, present.Spec, wanted.Metadata, wanted.Spec, CrdsJson.Default.TaskSpec);

    /// <summary>The change that takes out of a spec what the file does not say: an apply leaves what somebody else has added.</summary>
    public static JsonObject Rest(V1alpha1Service wanted) => Rest(wanted.Spec, CrdsJson.Default.ServiceSpec, ["displayName", "description", "role", "triggeredBy", "runsOn", "readinessTimeout", "commands"]);

    public static JsonObject Rest(V1alpha1Task wanted) => Rest(wanted.Spec, CrdsJson.Default.TaskSpec, ["displayName", "description", "command", "triggeredBy", "runsOn", "dependsOn"]);

    private static JsonObject Rest<T>(T spec, JsonTypeInfo<T> json, IEnumerable<string> names)
    {
        var said = JsonSerializer.SerializeToNode(spec, json)!.AsObject();
        var change = new JsonObject();
        foreach (var name in names) change[name] = said[name]?.DeepClone();
        if (change["commands"] is JsonObject commands)
        {
            foreach (var name in (string[])["ready", "stop"]) commands[name] = commands[name]?.DeepClone();
        }
        return new JsonObject { ["spec"] = change };
    }

    private static JsonObject OfFile<T>(T spec, JsonTypeInfo<T> json)
    {
        var fields = JsonSerializer.SerializeToNode(spec, json)!.AsObject();
        foreach (var theirs in (string[])["desiredPhase", "session", "env"]) fields.Remove(theirs);
        // Sets: the server keeps the order in which their items came.
        foreach (var set in (string[])["triggeredBy", "dependsOn"])
        {
            if (fields[set] is JsonArray items) fields[set] = new JsonArray([.. items.Select(item => item?.GetValue<string>()).Order(StringComparer.Ordinal).Select(item => (JsonNode?)item)]);
        }
        return fields;
    }
}
