namespace Environs.Crds;

/// <summary>Who may reach the environment now.</summary>
public sealed record AdmissionStatus
{
    /// <summary>OwnerOnly, CreatorOnly, Organization or Everyone.</summary>
    [MaxLength(32)]
    public string? Level { get; set; }

    /// <summary>Who that is for this environment, in words; where it is nobody, why.</summary>
    [MaxLength(1024)]
    public string? Who { get; set; }
}
