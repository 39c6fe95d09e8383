namespace Environs.Operator.Admission;

/// <summary>Who created an object, as the API server knew them at that moment.</summary>
internal sealed record CreatorRecord
{
    public string Name { get; init; } = "";

    /// <summary>Absent where whoever identifies the users gives none.</summary>
    public string? Uid { get; init; }

    public IReadOnlyList<string>? Groups { get; init; }
}
