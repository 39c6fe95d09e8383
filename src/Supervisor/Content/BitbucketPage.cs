namespace Environs.Supervisor.Content;

/// <summary>Pages of Bitbucket, whose two products have nothing in common but the name.</summary>
internal static class BitbucketPage
{
    /// <summary>bitbucket.org: <c>/WORKSPACE/REPOSITORY/...</c>.</summary>
    internal static CloneSource? ReadCloud(WebPage page)
    {
        if (page.Count < 2) return null;
        var url = page.Repository(2);
        return (page.Segment(2), page.Count) switch
        {
            ("src" or "raw" or "annotate", > 3) => page.Query("at") is { Length: > 0 } at ? Named(url, at) : new(url, TargetKind.Path, page.From(3)),
            ("branch", > 3) => new(url, TargetKind.Branch, page.From(3)),
            ("commits", > 4) when page.Segment(3) == "branch" => new(url, TargetKind.Branch, page.From(4)),
            ("commits", > 4) when page.Segment(3) == "tag" => new(url, TargetKind.Tag, page.From(4)),
            ("commits", > 3) => new(url, TargetKind.Commit, page.Segment(3)),
            ("pull-requests", > 3) => throw ContentException.Invalid("contextUrl", page.From(0), "is a pull request, which bitbucket.org does not offer to git: name its branch instead"),
            _ => CloneSource.Head(url),
        };
    }

    /// <summary>Bitbucket Data Center: <c>[/CONTEXT]/projects/PROJECT/repos/REPOSITORY/...</c>, or <c>users</c> for a person's own.</summary>
    internal static CloneSource? ReadServer(WebPage page)
    {
        var repos = page.IndexOf("repos");
        if (repos < 2 || page.Count < repos + 2) return null;
        var personal = page.Segment(repos - 2) == "users" ? "~" : "";
        var context = page.Raw(0, repos - 2);
        var url = page.Address($"{(context.Length == 0 ? "" : context + "/")}scm/{personal}{page.Raw(repos - 1, 1)}/{page.Raw(repos + 1, 1)}.git");
        return (page.Segment(repos + 2), page.Segment(repos + 3)) switch
        {
            ("commits", { Length: > 0 } commit) => new(url, TargetKind.Commit, commit),
            ("pull-requests", { Length: > 0 } number) => ChangeNumber.Source(page, url, number, "refs/pull-requests/{0}/from"),
            _ => page.Query("at") is { Length: > 0 } at ? Named(url, at) : CloneSource.Head(url),
        };
    }

    private static CloneSource Named(string url, string at) =>
        at.StartsWith("refs/heads/", StringComparison.Ordinal) ? new(url, TargetKind.Branch, at["refs/heads/".Length..])
        : at.StartsWith("refs/tags/", StringComparison.Ordinal) ? new(url, TargetKind.Tag, at["refs/tags/".Length..])
        : new(url, TargetKind.Path, at);
}
