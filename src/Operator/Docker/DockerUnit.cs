using Environs.Crds;
using Environs.Operator.Secrets;

namespace Environs.Operator.Docker;

/// <summary>What a pod of its own is made for: one service, or one step of an execution. Pure.</summary>
/// <param name="Kind">The label that bears <paramref name="Owner"/>.</param>
/// <param name="Owner">UID of the Service or the TaskExecution.</param>
/// <param name="OwnerName">Its name.</param>
/// <param name="Reference">What people call it: the reference of the service, or the step's id.</param>
/// <param name="Image">The image that it runs in.</param>
internal sealed record DockerUnit(string Kind, string Owner, string OwnerName, string Reference, string Image)
{
    /// <summary>What its variables name of Secrets.</summary>
    public IReadOnlyList<SecretKeyReference> References { get; init; } = [];

    /// <summary>Tells it from every other.</summary>
    public string Id => $"{Owner}/{Reference}";

    public static DockerUnit? Of(V1alpha1Service service) => service.Spec?.RunsOn?.Docker is not { } docker ? null
        : new DockerUnit(DockerNames.ServiceLabel, service.Metadata.Uid, service.Metadata.Name, service.Spec.Reference, docker.Image) { References = [.. SecretProjection.References(service.Spec.Env)] };

    public static DockerUnit? Of(V1alpha1TaskExecution execution, PlanStep step) => step is not { Command: not null, RunsOn.Docker: { } docker } ? null
        : new DockerUnit(DockerNames.ExecutionLabel, execution.Metadata.Uid, execution.Metadata.Name, step.Id, docker.Image) { References = [.. SecretProjection.References(step.Env)] };
}
