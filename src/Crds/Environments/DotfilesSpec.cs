using System.ComponentModel.DataAnnotations;

namespace Environs.Crds;

/// <summary>The user's own settings for every environment.</summary>
public sealed record DotfilesSpec
{
    /// <summary>Address of a git repository, cloned into ~/dotfiles; its install script is run in each new dev container, or, without one, its dotfiles are linked into the home.</summary>
    [Required]
    [MaxLength(2048)]
    [Rule(EnvironmentRules.GitUrlCel, EnvironmentRules.GitUrl)]
    [Rule(EnvironmentRules.NoCredentialsCel, EnvironmentRules.NoCredentials)]
    public string Repository { get; set; } = "";
}
