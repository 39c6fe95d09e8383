using Environs.Crds;

namespace Environs.Operator.AutomationsFile;

/// <summary>The services and tasks that a file makes of an environment, as the difference to those that there are. Pure.</summary>
/// <param name="Services">What is to change of the services.</param>
/// <param name="Tasks">What is to change of the tasks.</param>
/// <param name="Warnings">What the author of the file should know, such as what was left out.</param>
internal sealed record AutomationObjects(AutomationChange<V1alpha1Service> Services, AutomationChange<V1alpha1Task> Tasks, IReadOnlyList<string> Warnings)
{
    public static AutomationObjects Of(V1alpha1Environment environment, AutomationsDocument document, IReadOnlyList<V1alpha1Service> services, IReadOnlyList<V1alpha1Task> tasks)
    {
        var byHand = AutomationKinds.Service.ByHand(services).Concat(AutomationKinds.Task.ByHand(tasks)).ToLookup(one => one.Reference, one => one.Name);
        return new AutomationObjects(
            AutomationKinds.Service.Change(environment, document.Services.Where(spec => !byHand.Contains(spec.Reference)), services),
            AutomationKinds.Task.Change(environment, document.Tasks.Where(spec => !byHand.Contains(spec.Reference)), tasks),
            [
                .. document.Warnings,
                .. document.Services.Select(spec => spec.Reference).Concat(document.Tasks.Select(spec => spec.Reference)).Where(byHand.Contains)
                    .Select(reference => $"\"{reference}\" is left out: {byHand[reference].First()}, made by hand, has the reference."),
            ]);
    }
}
