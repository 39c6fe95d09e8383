using System.ComponentModel.DataAnnotations;

namespace Environs.Crds;

/// <summary>The dev container of an environment.</summary>
public sealed record DevcontainerSpec
{
    /// <summary>Image of the dev container when the repository does not name one. Default: the class's image, then the operator's.</summary>
    [Length(1, 512)]
    [RegularExpression(EnvironmentRules.ImagePattern)]
    public string? DefaultDevcontainerImage { get; set; }

    /// <summary>
    /// Path of the devcontainer.json, relative to the first repository. Default: .devcontainer/devcontainer.json, else .devcontainer.json,
    /// else the one .devcontainer/NAME/devcontainer.json.
    /// </summary>
    [MaxLength(1024)]
    [Rule(EnvironmentRules.RelativePathCel, EnvironmentRules.RelativePath)]
    public string? DevcontainerFilePath { get; set; }

    /// <summary>
    /// Any text; a change makes the dev container anew from the devcontainer.json as it is then, in the same pod and with the same files.
    /// </summary>
    [MaxLength(256)]
    public string? Session { get; set; }

    /// <summary>The lifecycle commands that are run: Full (default) runs all, Prebuild onCreateCommand and updateContentCommand only.</summary>
    [AllowedValues(LifecycleStages.Full, LifecycleStages.Prebuild)]
    public string? LifecycleStage { get; set; }

    /// <summary>The user's own settings.</summary>
    public DotfilesSpec? Dotfiles { get; set; }
}
