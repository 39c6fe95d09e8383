namespace Environs.Supervisor.Content;

/// <summary>Pages of Azure DevOps: <c>/ORGANIZATION/PROJECT/_git/REPOSITORY/...</c>; branch, tag or commit stand in the query.</summary>
internal static class AzurePage
{
    internal static CloneSource? Read(WebPage page)
    {
        var git = page.IndexOf("_git");
        if (git < 0 || page.Count < git + 2) return null;
        // No suffix here: the server does not know it.
        var url = page.Address(page.Raw(0, git + 2));
        return (page.Segment(git + 2), page.Segment(git + 3)) switch
        {
            ("commit", { Length: > 0 } commit) => new(url, TargetKind.Commit, commit),
            ("pullrequest", { Length: > 0 } number) => ChangeNumber.Source(page, url, number, "refs/pull/{0}/merge"),
            _ => Version(url, page.Query("version")),
        };
    }

    private static CloneSource Version(string url, string version) => (version.Length > 2 ? version[..2] : "") switch
    {
        "GB" => new(url, TargetKind.Branch, version[2..]),
        "GT" => new(url, TargetKind.Tag, version[2..]),
        "GC" => new(url, TargetKind.Commit, version[2..]),
        _ => CloneSource.Head(url),
    };
}
