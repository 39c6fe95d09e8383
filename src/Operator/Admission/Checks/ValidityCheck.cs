using Environs.Crds;
using k8s;
using k8s.Models;

namespace Environs.Operator.Admission.Checks;

/// <summary>What a schema cannot say, or an API server without CEL does not read of it, and what must not change.</summary>
/// <param name="errors">What is wrong with an object by itself.</param>
/// <param name="changes">What must not follow what.</param>
internal sealed class ValidityCheck<T>(Func<T, IEnumerable<FieldError>> errors, Func<T, T, IEnumerable<FieldError>>? changes = null) : IAdmissionCheck<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    public Task<IReadOnlyList<Objection>> ObjectionsAsync(ProposedChange<T> change, CancellationToken cancellation)
    {
        // What was let in before, by an older schema or without the webhook, must not keep anybody from changing the rest.
        IEnumerable<FieldError> wrong = change.Old is { } old ? [.. errors(change.New).Except(errors(old)), .. changes?.Invoke(old, change.New) ?? []] : errors(change.New);
        return Task.FromResult<IReadOnlyList<Objection>>([.. wrong.Select(error => new Objection(error, false))]);
    }
}
