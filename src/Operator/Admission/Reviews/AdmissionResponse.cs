using k8s.Models;

namespace Environs.Operator.Admission.Reviews;

/// <summary>Whether a request is admitted, and with what change.</summary>
internal sealed record AdmissionResponse
{
    /// <summary>The question's.</summary>
    public string Uid { get; init; } = "";

    public bool Allowed { get; init; }

    /// <summary>Why it is not admitted, as the API server's own refusals have it.</summary>
    public V1Status? Status { get; init; }

    /// <summary>A JSON patch (RFC 6902) of the object.</summary>
    public byte[]? Patch { get; init; }

    /// <summary>JSONPatch where there is one.</summary>
    public string? PatchType { get; init; }
}
