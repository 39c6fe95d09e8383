namespace Environs.Operator.Admission.Reviews;

/// <summary>The kind of the object in question.</summary>
internal sealed record AdmissionKind
{
    public string Group { get; init; } = "";

    public string Version { get; init; } = "";

    public string Kind { get; init; } = "";
}
