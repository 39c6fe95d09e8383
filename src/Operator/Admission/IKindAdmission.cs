using Environs.Operator.Admission.Reviews;

namespace Environs.Operator.Admission;

/// <summary>Everything that is checked of one kind.</summary>
internal interface IKindAdmission
{
    /// <summary>The kind's name.</summary>
    string Kind { get; }

    /// <summary>What speaks against the request; empty when nothing does.</summary>
    /// <exception cref="Runtime.ApiException">The API server was asked and did not answer.</exception>
    Task<IReadOnlyList<Objection>> ObjectionsAsync(AdmissionRequest request, CancellationToken cancellation);
}
