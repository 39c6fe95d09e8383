namespace Environs.Supervisor.Content;

/// <summary>What the volume remembers of its content between starts.</summary>
internal sealed record ContentState
{
    /// <summary>Session that the clones belong to; null before the first content.</summary>
    public string? Session { get; set; }

    /// <summary>The clones that we made and did not move away since.</summary>
    public IReadOnlyList<KnownClone> Clones { get; set; } = [];

    /// <summary>Address of the dotfiles that were cloned; null before there were any.</summary>
    public string? DotfilesUrl { get; set; }

    /// <summary>Where earlier work was moved to, relative to the workspaces; told to the user for as long as it is there.</summary>
    public IReadOnlyList<string> MovedAside { get; set; } = [];
}
