using System.ComponentModel.DataAnnotations;

namespace Environs.Crds;

/// <summary>A secret of an environment; of its value nothing is told.</summary>
public sealed record SecretStatus
{
    /// <summary>The id in spec.secrets.</summary>
    [Required]
    [MaxLength(63)]
    public string Id { get; set; } = "";

    /// <summary>Creating, Initializing (it is missing, and waited for), Ready, Failed or Unavailable (nothing in the environment finds it).</summary>
    [MaxLength(32)]
    public string? Phase { get; set; }

    /// <summary>Why it cannot be found where it shall be.</summary>
    [MaxLength(4096)]
    public string? FailureMessage { get; set; }

    /// <summary>What a person should know, such as that another one has its place, or that it counts from the next start.</summary>
    [MaxLength(4096)]
    public string? WarningMessage { get; set; }

    /// <summary>The secret's session that the pod was made with.</summary>
    [MaxLength(256)]
    public string? Session { get; set; }

    /// <summary>Name of the Secret.</summary>
    [MaxLength(253)]
    public string? SecretName { get; set; }
}
