using System.Runtime.CompilerServices;
using System.Text.Json;
using Environs.Crds;
using Environs.Runtime;
using k8s.Models;

namespace Environs.Operator.Automations;

/// <summary>The services and tasks of one environment by their references, of which each counts once. Pure.</summary>
internal sealed class AutomationScope
{
    /// <summary>How many services and tasks an environment may have; a supervisor takes up all of them at once, and each wakes the others.</summary>
    public const int MostDefinitions = 200;

    /// <summary>Bytes that they may have together: with the steps that run, a supervisor must be able to take them in one message.</summary>
    public const int LargestDefinitions = 8 * 1024 * 1024;

    // Every pass of every service and task builds a scope: the objects of a store never change, so each is checked once.
    private static readonly ConditionalWeakTable<object, object> Checked = [];

    private readonly Dictionary<string, V1alpha1Service> services = new(StringComparer.Ordinal);
    private readonly Dictionary<string, V1alpha1Task> tasks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Kind, V1ObjectMeta Metadata)> holders = new(StringComparer.Ordinal);

    /// <summary>Where two have one reference, the one made by hand counts before the one of the automations file, then the older.</summary>
    public AutomationScope(IEnumerable<V1alpha1Service> services, IEnumerable<V1alpha1Task> tasks)
    {
        var valid = services.Where(service => IsValid(service)).Select(service => new Definition(service.Metadata, service.Spec.Reference, service, null))
            .Concat(tasks.Where(task => IsValid(task)).Select(task => new Definition(task.Metadata, task.Spec.Reference, null, task)));
        var left = LargestDefinitions;
        foreach (var (metadata, reference, service, task) in valid
            .OrderBy(one => IsFromFile(one.Metadata)).ThenBy(one => one.Metadata.CreationTimestamp).ThenBy(one => one.Metadata.Uid, StringComparer.Ordinal))
        {
            var size = service is null ? Size(task!) : Size(service);
            if (holders.Count == MostDefinitions || size > left || !holders.TryAdd(reference, (service is null ? V1alpha1Task.KubeKind : V1alpha1Service.KubeKind, metadata))) continue;
            left -= size;
            if (service is not null) this.services[reference] = service;
            else this.tasks[reference] = task!;
        }
    }

    public static AutomationScope Of(ResourceKey environment, IStore<V1alpha1Service> services, IStore<V1alpha1Task> tasks) => new(
        services.Indexed(AutomationIndexes.ByEnvironment, AutomationIndexes.Value(environment)),
        tasks.Indexed(AutomationIndexes.ByEnvironment, AutomationIndexes.Value(environment)));

    public IReadOnlyCollection<V1alpha1Service> Services => services.Values;

    public IReadOnlyCollection<V1alpha1Task> Tasks => tasks.Values;

    public V1alpha1Service? Service(string reference) => services.GetValueOrDefault(reference);

    public V1alpha1Task? Task(string reference) => tasks.GetValueOrDefault(reference);

    public bool Has(string reference) => holders.ContainsKey(reference);

    /// <summary>Why a valid service or task does not count; null when it does.</summary>
    public Problem? Excluded(V1ObjectMeta metadata, string reference) => holders.TryGetValue(reference, out var holder)
        ? holder.Metadata.Uid == metadata.Uid ? null : new Problem(AutomationReasons.ReferenceTaken,
            $"{holder.Kind} \"{holder.Metadata.Name}\" of the environment has the reference \"{reference}\" already: choose another.")
        : new Problem(AutomationReasons.TooManyDefinitions, holders.Count == MostDefinitions
            ? $"The environment has {MostDefinitions} services and tasks, which is the most that it can have: delete some."
            : $"The services and tasks of the environment are larger than {LargestDefinitions / 1024 / 1024} MiB together: move long commands into scripts of the repository.");

    public static bool IsFromFile(V1ObjectMeta metadata) => metadata.Labels?.ContainsKey(AutomationNames.FromFileLabel) == true;

    private static bool IsValid(V1alpha1Service service) => Size(service) > 0;

    private static bool IsValid(V1alpha1Task task) => Size(task) > 0;

    // Bytes of what counts; none of what is not valid.
    private static int Size(V1alpha1Service service) => (int)Checked.GetValue(
        service, _ => AutomationValidation.Errors(service).Count > 0 ? 0 : JsonSerializer.SerializeToUtf8Bytes(service.Spec, CrdsJson.Default.ServiceSpec).Length);

    private static int Size(V1alpha1Task task) => (int)Checked.GetValue(
        task, _ => AutomationValidation.Errors(task).Count > 0 ? 0 : JsonSerializer.SerializeToUtf8Bytes(task.Spec, CrdsJson.Default.TaskSpec).Length);

    private readonly record struct Definition(V1ObjectMeta Metadata, string Reference, V1alpha1Service? Service, V1alpha1Task? Task);
}
