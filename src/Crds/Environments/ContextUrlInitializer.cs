using System.ComponentModel.DataAnnotations;

namespace Environs.Crds;

/// <summary>Content by an address in a browser.</summary>
public sealed record ContextUrlInitializer
{
    /// <summary>Address on GitHub, GitLab, Bitbucket, Azure DevOps or Gitea, or any URL that git can clone.</summary>
    [Required]
    [MaxLength(2048)]
    [Rule(EnvironmentRules.GitUrlCel, EnvironmentRules.GitUrl)]
    [Rule(EnvironmentRules.NoCredentialsCel, EnvironmentRules.NoCredentials)]
    public string Url { get; set; } = "";
}
