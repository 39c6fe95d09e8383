namespace Environs.Supervisor.Content;

/// <summary>Pages of GitHub and GitHub Enterprise: <c>/OWNER/REPOSITORY/...</c>.</summary>
internal static class GitHubPage
{
    internal static CloneSource? Read(WebPage page)
    {
        if (page.Count < 2) return null;
        var url = page.Repository(2);
        return (page.Segment(2), page.Count) switch
        {
            ("tree" or "blob" or "raw" or "blame" or "edit" or "commits", > 3) => new(url, TargetKind.Path, page.From(3)),
            ("commit", > 3) => new(url, TargetKind.Commit, page.Segment(3)),
            ("pull", > 3) when page.Segment(5) is var commit && page.Segment(4) == "commits" && GitReference.IsCommit(commit) =>
                new(url, TargetKind.Commit, commit),
            ("pull", > 3) => ChangeNumber.Source(page, url, page.Segment(3), "refs/pull/{0}/head"),
            ("releases", > 4) when page.Segment(3) == "tag" => new(url, TargetKind.Tag, page.From(4)),
            _ => CloneSource.Head(url),
        };
    }
}
