using System.ComponentModel.DataAnnotations;

namespace Environs.Crds;

/// <summary>What lies in the environment's /workspaces.</summary>
public sealed record ContentSpec
{
    /// <summary>How the content comes into being at the first start. Default: /workspaces is empty.</summary>
    public ContentInitializer? Initializer { get; set; }

    /// <summary>Name that git records for commits.</summary>
    [MaxLength(256)]
    [RegularExpression(EnvironmentRules.TextPattern)]
    public string? GitUsername { get; set; }

    /// <summary>Address that git records for commits.</summary>
    [MaxLength(320)]
    [RegularExpression(EnvironmentRules.TextPattern)]
    public string? GitEmail { get; set; }

    /// <summary>Any text; a change initialises the content again. Uncommitted or unpushed work is moved aside, never deleted.</summary>
    [MaxLength(256)]
    public string? Session { get; set; }
}
