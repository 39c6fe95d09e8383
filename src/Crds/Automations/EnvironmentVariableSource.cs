using System.ComponentModel.DataAnnotations;

namespace Environs.Crds;

/// <summary>Where the value of a variable comes from, as EnvironmentVariableSource in the Environments API.</summary>
public sealed record EnvironmentVariableSource
{
    /// <summary>A key of a Secret, read each time that a command is started.</summary>
    [Required]
    public SecretKeyReference SecretKeyRef { get; set; } = new();
}
