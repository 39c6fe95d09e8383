namespace Environs.Protocol.Content;

/// <summary>What the operator asks of the init container <c>content</c>; handed over as JSON in the variable <c>ENVIRONS_CONTENT</c>.</summary>
public sealed record ContentRequest
{
    /// <summary>Session of the content; another one than the volume's last asks for it to be initialised again.</summary>
    public string Session { get; set; } = "";

    /// <summary>Repositories to clone, side by side, in the order of <c>spec.content.initializer.specs</c>.</summary>
    public IReadOnlyList<RepositoryRequest> Repositories { get; set; } = [];

    /// <summary>Name that git records for commits; empty leaves it unset.</summary>
    public string GitUsername { get; set; } = "";

    /// <summary>Address that git records for commits; empty leaves it unset.</summary>
    public string GitEmail { get; set; } = "";

    /// <summary>Address of the user's dotfiles, as a context URL; empty for none.</summary>
    public string Dotfiles { get; set; } = "";

    /// <summary>User that shall own the content, when the init container runs as root; negative leaves owners as they are.</summary>
    public int OwnerUid { get; set; } = -1;

    /// <summary>Group that shall own the content, when the init container runs as root; negative leaves groups as they are.</summary>
    public int OwnerGid { get; set; } = -1;
}
