using System.ComponentModel.DataAnnotations;

namespace Environs.Crds;

/// <summary>Whether a key of spec.sshPublicKeys opens the environment.</summary>
public sealed record SshPublicKeyStatus
{
    /// <summary>The id in spec.sshPublicKeys.</summary>
    [Required]
    [MaxLength(63)]
    public string Id { get; set; } = "";

    /// <summary>Creating, Initializing (it is being brought in), Ready, Failed or Unavailable (the environment is stopped).</summary>
    [MaxLength(32)]
    public string? Phase { get; set; }

    /// <summary>Why it does not open the environment.</summary>
    [MaxLength(4096)]
    public string? FailureMessage { get; set; }
}
