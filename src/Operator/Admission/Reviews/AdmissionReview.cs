namespace Environs.Operator.Admission.Reviews;

/// <summary>What the API server asks of a webhook, and what it is answered: admission.k8s.io/v1.</summary>
internal sealed record AdmissionReview
{
    public const string Version = "admission.k8s.io/v1";

    public string ApiVersion { get; init; } = Version;

    public string Kind { get; init; } = "AdmissionReview";

    /// <summary>The question; absent from an answer.</summary>
    public AdmissionRequest? Request { get; init; }

    /// <summary>The answer; absent from a question.</summary>
    public AdmissionResponse? Response { get; init; }
}
