namespace Environs.Crds;

/// <summary>Somebody, as the API server knew them.</summary>
public sealed record Subject
{
    /// <summary>The user's name.</summary>
    [MaxLength(512)]
    public string? Name { get; set; }

    /// <summary>The user's UID; absent where whoever identifies the users gives none.</summary>
    [MaxLength(512)]
    public string? Uid { get; set; }
}
