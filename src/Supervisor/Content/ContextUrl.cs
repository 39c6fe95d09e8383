namespace Environs.Supervisor.Content;

/// <summary>Reads an address as a browser shows it: a repository, branch, tag, commit, file, pull or merge request.</summary>
/// <remarks>Pure: what only the remote knows (where a branch ends and a path begins) is left as <see cref="TargetKind.Path"/>.</remarks>
internal static class ContextUrl
{
    /// <summary>Throws unless <paramref name="url"/> is an address that git may clone from; an address of no known shape is cloned as it is.</summary>
    internal static CloneSource Parse(string url)
    {
        url = url.Trim();
        GitAddress.Parse("contextUrl", url);
        if (!url.StartsWith("http", StringComparison.OrdinalIgnoreCase) || !Uri.TryCreate(url, UriKind.Absolute, out var uri))
            return CloneSource.Head(url);

        var page = new WebPage(uri);
        var source = Known(page) ?? ByShape(page) ?? CloneSource.Head(url);
        Check(source);
        return source;
    }

    private static CloneSource? Known(WebPage page) => page.Host switch
    {
        "github.com" or "www.github.com" => GitHubPage.Read(page),
        "gitlab.com" => GitLabPage.Read(page),
        "bitbucket.org" => BitbucketPage.ReadCloud(page),
        "dev.azure.com" => AzurePage.Read(page),
        "codeberg.org" or "gitea.com" => GiteaPage.Read(page),
        var host when host.EndsWith(".visualstudio.com", StringComparison.Ordinal) => AzurePage.Read(page),
        var host when host.StartsWith("github.", StringComparison.Ordinal) => GitHubPage.Read(page),
        var host when host.StartsWith("gitlab.", StringComparison.Ordinal) => GitLabPage.Read(page),
        var host when host.StartsWith("gitea.", StringComparison.Ordinal) || host.StartsWith("forgejo.", StringComparison.Ordinal) => GiteaPage.Read(page),
        _ => null,
    };

    // Where each product puts its own words in the path; an address without any of them is a repository.
    private static CloneSource? ByShape(WebPage page)
    {
        if (page.IndexOf("-") >= 2) return GitLabPage.Read(page);
        if (page.IndexOf("_git") >= 0) return AzurePage.Read(page);
        if (page.IndexOf("repos") >= 2 && page.Segment(page.IndexOf("repos") - 2) is "projects" or "users") return BitbucketPage.ReadServer(page);
        return (page.Segment(2), page.Segment(3)) switch
        {
            ("src" or "raw" or "media" or "commits", "branch" or "tag" or "commit") => GiteaPage.Read(page),
            ("pulls", not "") => GiteaPage.Read(page),
            ("tree" or "blob" or "blame" or "commit" or "pull", not "") or ("releases", "tag") => GitHubPage.Read(page),
            ("merge_requests", not "") => GitLabPage.Read(page),
            _ => null,
        };
    }

    private static void Check(CloneSource source)
    {
        switch (source.Kind)
        {
            case TargetKind.Commit:
                GitReference.RequireCommit("contextUrl's commit", source.Target);
                break;
            case TargetKind.Branch or TargetKind.Tag:
                GitReference.RequireName("contextUrl's branch or tag", source.Target);
                break;
            case TargetKind.Path when source.Target.Length == 0 || source.Target[0] == '-' || source.Target.Any(char.IsControl):
                throw ContentException.Invalid("contextUrl's branch or path", source.Target, "names neither a branch, a tag nor a commit");
        }
    }
}
