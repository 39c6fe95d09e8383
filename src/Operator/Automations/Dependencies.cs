using Environs.Crds;

namespace Environs.Operator.Automations;

/// <summary>What a task depends on. Pure.</summary>
internal static class Dependencies
{
    /// <summary>A reference that nobody has, or a cycle, spelled out; null when the task can be run.</summary>
    public static Problem? Problem(V1alpha1Task task, AutomationScope scope)
    {
        var path = new List<string>();
        var done = new HashSet<string>(StringComparer.Ordinal);
        return Visit(task, scope, path, done);
    }

    /// <summary>The task and all that it depends on, in groups of which each depends on the ones before it only.</summary>
    public static IList<PlanGroup> Plan(V1alpha1Task task, AutomationScope scope)
    {
        var depths = new Dictionary<string, int>(StringComparer.Ordinal);
        Depth(task.Spec.Reference, task, scope, depths);
        return
        [
            .. depths.GroupBy(entry => entry.Value).OrderBy(group => group.Key).Select(group => new PlanGroup
            {
                Steps = [.. group.Select(entry => entry.Key).Order(StringComparer.Ordinal).Select(reference => Step(reference, reference == task.Spec.Reference ? task : scope.Task(reference), scope))],
            }),
        ];
    }

    private static Problem? Visit(V1alpha1Task task, AutomationScope scope, List<string> path, HashSet<string> done)
    {
        var reference = task.Spec.Reference;
        if (path.IndexOf(reference) is >= 0 and var start)
            return new Problem(AutomationReasons.DependencyCycle, $"The dependencies make a cycle: {string.Join(" → ", [.. path[start..], reference])}. Take one of them out of spec.dependsOn.");
        if (!done.Add(reference)) return null;
        path.Add(reference);
        foreach (var dependency in task.Spec.DependsOn ?? [])
        {
            if (!scope.Has(dependency))
            {
                return new Problem(AutomationReasons.UnknownDependency,
                    $"spec.dependsOn of task \"{reference}\" names \"{dependency}\", but the environment has no service or task with this reference.");
            }
            if (scope.Task(dependency) is { } next && Visit(next, scope, path, done) is { } problem) return problem;
        }
        path.RemoveAt(path.Count - 1);
        return null;
    }

    private static int Depth(string reference, V1alpha1Task? task, AutomationScope scope, Dictionary<string, int> depths)
    {
        if (depths.TryGetValue(reference, out var known)) return known;
        var depth = (task?.Spec.DependsOn ?? []).Select(dependency => Depth(dependency, scope.Task(dependency), scope, depths) + 1).DefaultIfEmpty(0).Max();
        return depths[reference] = depth;
    }

    private static PlanStep Step(string reference, V1alpha1Task? task, AutomationScope scope) => task is null
        ? new PlanStep
        {
            Id = reference,
            Label = scope.Service(reference)!.Spec.DisplayName ?? reference,
            ServiceUid = scope.Service(reference)!.Metadata.Uid,
        }
        : new PlanStep
        {
            Id = reference,
            Label = task.Spec.DisplayName ?? reference,
            DependsOn = task.Spec.DependsOn is { Count: > 0 } dependencies ? [.. dependencies] : null,
            Command = task.Spec.Command,
            RunsOn = task.Spec.RunsOn,
            Env = task.Spec.Env is { Count: > 0 } variables ? [.. variables] : null,
        };
}
