namespace Environs.Supervisor.Content;

/// <summary>Where a clone comes from and what it checks out.</summary>
/// <param name="Url">Address that git clones from; may carry credentials.</param>
/// <param name="Kind">How <paramref name="Target"/> is to be read.</param>
/// <param name="Target">Commit, branch, tag, path or reference; empty for the remote's HEAD.</param>
internal sealed record CloneSource(string Url, TargetKind Kind, string Target)
{
    internal static CloneSource Head(string url) => new(url, TargetKind.Head, "");
}
