using Environs.Crds;
using Environs.Operator.Environments;
using Environs.Runtime;

namespace Environs.Operator.Admission.Checks;

/// <summary>What the reconciler would find wrong with an environment.</summary>
internal sealed class EnvironmentCheck(IStore<V1alpha1EnvironmentClass> classes) : IAdmissionCheck<V1alpha1Environment>
{
    public Task<IReadOnlyList<Objection>> ObjectionsAsync(ProposedChange<V1alpha1Environment> change, CancellationToken cancellation) =>
        new ValidityCheck<V1alpha1Environment>(Errors).ObjectionsAsync(change, cancellation);

    // A class that this replica has not seen yet may come with it: what depends on one is the reconciler's to say then.
    private IEnumerable<FieldError> Errors(V1alpha1Environment environment) =>
        environment.Spec is not null && ClassChoice.Of(environment, classes.All()).Class is { } known ? EnvironmentErrors.Of(environment, known) : EnvironmentValidation.Errors(environment);
}
