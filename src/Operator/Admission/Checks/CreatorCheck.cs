using k8s;
using k8s.Models;

namespace Environs.Operator.Admission.Checks;

/// <summary>Nobody but the webhook says who created something, and nobody says it afterwards.</summary>
internal sealed class CreatorCheck<T>(OperatorAccount own) : IAdmissionCheck<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    public Task<IReadOnlyList<Objection>> ObjectionsAsync(ProposedChange<T> change, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<Objection>>(own.Is(change.By) ? [] : [.. Objections(change)]);

    internal static IEnumerable<Objection> Objections(ProposedChange<T> change)
    {
        var now = CreatorRecords.Value(change.New.Metadata);
        if (change.Old is { } old)
        {
            var before = CreatorRecords.Value(old.Metadata);
            if (before != now)
                yield return Objection.Invalid(CreatorRecords.Field, now is null ? "must not be removed: it says who created the object" : "must not be changed: it says who created the object");
        }
        else if (now is not null && CreatorRecords.Read(change.New.Metadata)?.Name != change.By.Username)
        {
            // It was written over by now, unless somebody else's webhook came after ours or ours was left out.
            yield return Objection.Invalid(CreatorRecords.Field, "must not be set: the operator records who creates an object");
        }
    }
}
