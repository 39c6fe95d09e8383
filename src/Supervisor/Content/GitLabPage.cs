namespace Environs.Supervisor.Content;

/// <summary>Pages of GitLab: <c>/GROUP/SUBGROUPS.../PROJECT/-/...</c>, without the dash in older versions.</summary>
internal static class GitLabPage
{
    private static readonly string[] Words = ["tree", "blob", "raw", "blame", "edit", "commits", "commit", "merge_requests", "tags", "issues", "releases"];

    internal static CloneSource? Read(WebPage page)
    {
        if (page.Count < 2) return null;
        var dash = page.IndexOf("-");
        var end = dash >= 2 ? dash : Enumerable.Range(2, page.Count - 2).FirstOrDefault(i => Words.Contains(page.Segment(i)), page.Count);
        var at = dash >= 2 ? dash + 1 : end;
        var url = page.Repository(end);
        var named = page.Count > at + 1;
        return page.Segment(at) switch
        {
            "tree" or "blob" or "raw" or "blame" or "edit" or "commits" when named => new(url, TargetKind.Path, page.From(at + 1)),
            "commit" when named => new(url, TargetKind.Commit, page.Segment(at + 1)),
            "merge_requests" when named => ChangeNumber.Source(page, url, page.Segment(at + 1), "refs/merge-requests/{0}/head"),
            "tags" or "releases" when named => new(url, TargetKind.Tag, page.From(at + 1)),
            _ => CloneSource.Head(url),
        };
    }
}
