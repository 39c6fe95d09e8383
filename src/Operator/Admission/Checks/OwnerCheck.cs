using Environs.Crds;
using k8s.Models;

namespace Environs.Operator.Admission.Checks;

/// <summary>Whoever makes an environment another person's, or takes one over, needs the verb <c>assign</c> on <c>environments/owner</c>.</summary>
internal sealed class OwnerCheck(AccessReviews access, OperatorAccount own) : IAdmissionCheck<V1alpha1Environment>
{
    public const string Verb = "assign";
    public const string Subresource = "owner";
    public const string Field = "spec.owner.name";

    public async Task<IReadOnlyList<Objection>> ObjectionsAsync(ProposedChange<V1alpha1Environment> change, CancellationToken cancellation)
    {
        if (own.Is(change.By) || !NeedsRight(change) || await access.MayAsync(change.By, Right(change), cancellation)) return [];
        return [Objection.Forbidden(Field, $"must be left as it is: to make an environment somebody else's, or to take one over, needs the verb \"{Verb}\" on \"environments/{Subresource}\" in the API group \"{V1alpha1Environment.Group}\"")];
    }

    /// <summary>Whether it has another owner afterwards than it had; whoever creates one has it first.</summary>
    internal static bool NeedsRight(ProposedChange<V1alpha1Environment> change)
    {
        var creator = change.Old is { } old ? CreatorRecords.Read(old.Metadata)?.Name : change.By.Username;
        return (change.Old is null ? creator : Named(change.Old) ?? creator) != (Named(change.New) ?? creator);
    }

    private static string? Named(V1alpha1Environment environment) => environment.Spec?.Owner?.Name;

    private static V1ResourceAttributes Right(ProposedChange<V1alpha1Environment> change) => new()
    {
        Verb = Verb,
        Group = V1alpha1Environment.Group,
        Version = V1alpha1Environment.Version,
        Resource = V1alpha1Environment.Plural,
        Subresource = Subresource,
        NamespaceProperty = change.Namespace,
        Name = change.New.Metadata.Name,
    };
}
