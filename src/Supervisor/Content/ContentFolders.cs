namespace Environs.Supervisor.Content;

/// <summary>Where things lie on the content volume.</summary>
/// <param name="Volume">Root of the volume in this container.</param>
internal sealed record ContentFolders(string Volume)
{
    /// <summary>Where the container <c>dev</c> sees <see cref="Workspaces"/>.</summary>
    internal const string InEnvironment = "/workspaces";

    /// <summary>Name of the folder in the home that holds the user's dotfiles.</summary>
    internal const string Dotfiles = "dotfiles";

    internal string Workspaces => Path.Combine(Volume, "workspaces");

    internal string Home => Path.Combine(Volume, "home");

    /// <summary>Ours alone: no other container mounts it.</summary>
    internal string State => Path.Combine(Volume, "state");

    internal string StateFile => Path.Combine(State, "content.json");

    /// <summary>Clones that are being made, and old ones that are being deleted; whatever is here at a start was interrupted.</summary>
    internal string Unfinished => Path.Combine(State, "unfinished");

    /// <summary>Where a folder is that <c>dev</c> sees at a path.</summary>
    internal string InVolume(string inEnvironment) => Path.Combine(Workspaces, Path.GetRelativePath(InEnvironment, inEnvironment));

    internal string InWorkspaces(string location) => Path.Combine(Workspaces, location);
}
