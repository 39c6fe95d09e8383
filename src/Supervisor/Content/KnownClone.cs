namespace Environs.Supervisor.Content;

/// <summary>A clone that we made.</summary>
internal sealed record KnownClone
{
    /// <summary>Folder, relative to the workspaces.</summary>
    public string Location { get; set; } = "";

    /// <summary>Address that it was cloned from, without credentials.</summary>
    public string Url { get; set; } = "";

    /// <summary>Commit that was checked out first; the remote has it, although no branch there may lead to it.</summary>
    public string FirstCommit { get; set; } = "";
}
