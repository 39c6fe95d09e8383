namespace Environs.Supervisor.Content;

/// <summary>Pages of Gitea and Forgejo: <c>/OWNER/REPOSITORY/...</c>.</summary>
internal static class GiteaPage
{
    internal static CloneSource? Read(WebPage page)
    {
        if (page.Count < 2) return null;
        var url = page.Repository(2);
        return (page.Segment(2), page.Segment(3)) switch
        {
            ("src" or "raw" or "media" or "commits" or "blame", "branch") when page.Count > 4 => new(url, TargetKind.Path, page.From(4)),
            ("src" or "raw" or "media" or "commits" or "blame", "tag") when page.Count > 4 => new(url, TargetKind.Path, page.From(4)),
            ("src" or "raw" or "media" or "blame", "commit") when page.Count > 4 => new(url, TargetKind.Commit, page.Segment(4)),
            ("commit", { Length: > 0 } commit) => new(url, TargetKind.Commit, commit),
            ("pulls", { Length: > 0 } number) => ChangeNumber.Source(page, url, number, "refs/pull/{0}/head"),
            ("releases", "tag") when page.Count > 4 => new(url, TargetKind.Tag, page.From(4)),
            _ => CloneSource.Head(url),
        };
    }
}
