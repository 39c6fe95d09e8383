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

    /// <summary>What of the file was left out, and why.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    public static AutomationObjects Of(V1alpha1Environment environment, AutomationsDocument document, IReadOnlyList<V1alpha1Service> services, IReadOnlyList<V1alpha1Task> tasks)
    {
        var byHand = services.Where(service => !AutomationScope.IsFromFile(service.Metadata)).Select(service => (service.Spec.Reference, $"Service \"{service.Metadata.Name}\""))
            .Concat(tasks.Where(task => !AutomationScope.IsFromFile(task.Metadata)).Select(task => (task.Spec.Reference, $"Task \"{task.Metadata.Name}\"")))
            .ToLookup(one => one.Reference, one => one.Item2);
        var wantedServices = document.Services.Where(spec => !byHand.Contains(spec.Reference)).Select(spec => Service(environment, spec)).ToList();
        var wantedTasks = document.Tasks.Where(spec => !byHand.Contains(spec.Reference)).Select(spec => Task(environment, spec)).ToList();
        return new AutomationObjects
        {
            ApplyServices = [.. wantedServices.Where(wanted => !services.Any(service => IsSame(service.Metadata, service.Spec, wanted.Metadata, wanted.Spec, CrdsJson.Default.ServiceSpec)))],
            ApplyTasks = [.. wantedTasks.Where(wanted => !tasks.Any(task => IsSame(task.Metadata, task.Spec, wanted.Metadata, wanted.Spec, CrdsJson.Default.TaskSpec)))],
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
    private static bool IsSame<T>(V1ObjectMeta present, T presentSpec, V1ObjectMeta wanted, T wantedSpec, JsonTypeInfo<T> json)
    {
        if (present.Name != wanted.Name || present.DeletionTimestamp is not null || present.OwnerReferences?.Any(owner => owner.Uid == wanted.OwnerReferences[0].Uid) != true) return false;
        var (now, then) = (JsonSerializer.SerializeToNode(presentSpec, json)!.AsObject(), JsonSerializer.SerializeToNode(wantedSpec, json)!.AsObject());
        foreach (var theirs in (string[])["desiredPhase", "session", "env"]) now.Remove(theirs);
        return JsonNode.DeepEquals(now, then);
    }
}
