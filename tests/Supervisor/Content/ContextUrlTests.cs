using Environs.Supervisor.Content;

namespace Environs.Supervisor.Tests.Content;

public sealed class ContextUrlTests
{
    [Theory]
    // GitHub
    [InlineData("https://github.com/o/r", "https://github.com/o/r.git", "Head", "")]
    [InlineData("https://github.com/o/r/", "https://github.com/o/r.git", "Head", "")]
    [InlineData("https://github.com/o/r.git", "https://github.com/o/r.git", "Head", "")]
    [InlineData("https://GitHub.com/o/r?tab=readme#top", "https://github.com/o/r.git", "Head", "")]
    [InlineData("https://github.com/o/r/issues/12", "https://github.com/o/r.git", "Head", "")]
    [InlineData("https://github.com/o/r/tree/main", "https://github.com/o/r.git", "Path", "main")]
    [InlineData("https://github.com/o/r/tree/feature/one/src/a.cs", "https://github.com/o/r.git", "Path", "feature/one/src/a.cs")]
    [InlineData("https://github.com/o/r/blob/main/a%20b.md#L10-L20", "https://github.com/o/r.git", "Path", "main/a b.md")]
    [InlineData("https://github.com/o/r/blame/main/a.cs", "https://github.com/o/r.git", "Path", "main/a.cs")]
    [InlineData("https://github.com/o/r/commits/main/", "https://github.com/o/r.git", "Path", "main")]
    [InlineData("https://github.com/o/r/commit/0123456789abcdef0123456789abcdef01234567", "https://github.com/o/r.git", "Commit", "0123456789abcdef0123456789abcdef01234567")]
    [InlineData("https://github.com/o/r/releases/tag/v1.0", "https://github.com/o/r.git", "Tag", "v1.0")]
    [InlineData("https://github.com/o/r/releases/tag/a%2Fb", "https://github.com/o/r.git", "Tag", "a/b")]
    [InlineData("https://github.com/o/r/pull/7", "https://github.com/o/r.git", "Change", "refs/pull/7/head")]
    [InlineData("https://github.com/o/r/pull/7/files#diff-1", "https://github.com/o/r.git", "Change", "refs/pull/7/head")]
    [InlineData("https://github.com/o/r/pull/7/commits/0123456789abcdef", "https://github.com/o/r.git", "Commit", "0123456789abcdef")]
    [InlineData("https://github.example.com:8443/o/r/pull/7", "https://github.example.com:8443/o/r.git", "Change", "refs/pull/7/head")]
    [InlineData("https://u:p@github.com/o/r/pull/7", "https://u:p@github.com/o/r.git", "Change", "refs/pull/7/head")]
    // GitLab
    [InlineData("https://gitlab.com/g/p", "https://gitlab.com/g/p.git", "Head", "")]
    [InlineData("https://gitlab.com/g/s/t/p", "https://gitlab.com/g/s/t/p.git", "Head", "")]
    [InlineData("https://gitlab.com/g/s/p/-/tree/feature/one/src?ref_type=heads", "https://gitlab.com/g/s/p.git", "Path", "feature/one/src")]
    [InlineData("https://gitlab.com/g/p/-/blob/main/a.md", "https://gitlab.com/g/p.git", "Path", "main/a.md")]
    [InlineData("https://gitlab.com/g/p/-/commit/0123456789abcdef", "https://gitlab.com/g/p.git", "Commit", "0123456789abcdef")]
    [InlineData("https://gitlab.com/g/s/p/-/merge_requests/7/diffs", "https://gitlab.com/g/s/p.git", "Change", "refs/merge-requests/7/head")]
    [InlineData("https://gitlab.com/g/p/-/tags/v1.0", "https://gitlab.com/g/p.git", "Tag", "v1.0")]
    [InlineData("https://gitlab.com/g/p/-/releases/v1.0", "https://gitlab.com/g/p.git", "Tag", "v1.0")]
    [InlineData("https://gitlab.com/g/p/-/issues/3", "https://gitlab.com/g/p.git", "Head", "")]
    [InlineData("https://gitlab.com/g/p/tree/main/src", "https://gitlab.com/g/p.git", "Path", "main/src")]
    [InlineData("https://code.example.com/g/s/p/-/merge_requests/7", "https://code.example.com/g/s/p.git", "Change", "refs/merge-requests/7/head")]
    // Bitbucket Cloud
    [InlineData("https://bitbucket.org/w/r", "https://bitbucket.org/w/r.git", "Head", "")]
    [InlineData("https://bitbucket.org/w/r/src/main/src/a.cs", "https://bitbucket.org/w/r.git", "Path", "main/src/a.cs")]
    [InlineData("https://bitbucket.org/w/r/src/0123456789ab/a.cs?at=feature%2Fone", "https://bitbucket.org/w/r.git", "Path", "feature/one")]
    [InlineData("https://bitbucket.org/w/r/branch/feature/one", "https://bitbucket.org/w/r.git", "Branch", "feature/one")]
    [InlineData("https://bitbucket.org/w/r/commits/0123456789ab", "https://bitbucket.org/w/r.git", "Commit", "0123456789ab")]
    [InlineData("https://bitbucket.org/w/r/commits/branch/feature%2Fone", "https://bitbucket.org/w/r.git", "Branch", "feature/one")]
    [InlineData("https://bitbucket.org/w/r/commits/tag/v1.0", "https://bitbucket.org/w/r.git", "Tag", "v1.0")]
    // Bitbucket Data Center
    [InlineData("https://bb.example.com/projects/P/repos/r/browse", "https://bb.example.com/scm/P/r.git", "Head", "")]
    [InlineData("https://bb.example.com/projects/P/repos/r/browse/src/a.cs?at=refs%2Fheads%2Ffeature%2Fone", "https://bb.example.com/scm/P/r.git", "Branch", "feature/one")]
    [InlineData("https://bb.example.com/projects/P/repos/r/browse?at=refs%2Ftags%2Fv1.0", "https://bb.example.com/scm/P/r.git", "Tag", "v1.0")]
    [InlineData("https://bb.example.com/context/users/ada/repos/r/pull-requests/7/overview", "https://bb.example.com/context/scm/~ada/r.git", "Change", "refs/pull-requests/7/from")]
    [InlineData("https://bb.example.com/projects/P/repos/r/commits/0123456789ab", "https://bb.example.com/scm/P/r.git", "Commit", "0123456789ab")]
    // Azure DevOps
    [InlineData("https://dev.azure.com/o/p/_git/r", "https://dev.azure.com/o/p/_git/r", "Head", "")]
    [InlineData("https://o@dev.azure.com/o/my%20p/_git/r", "https://o@dev.azure.com/o/my%20p/_git/r", "Head", "")]
    [InlineData("https://dev.azure.com/o/p/_git/r?path=/src/a.cs&version=GBfeature/one&_a=contents", "https://dev.azure.com/o/p/_git/r", "Branch", "feature/one")]
    [InlineData("https://dev.azure.com/o/p/_git/r?version=GTv1.0", "https://dev.azure.com/o/p/_git/r", "Tag", "v1.0")]
    [InlineData("https://dev.azure.com/o/p/_git/r?version=GC0123456789abcdef", "https://dev.azure.com/o/p/_git/r", "Commit", "0123456789abcdef")]
    [InlineData("https://dev.azure.com/o/p/_git/r/commit/0123456789abcdef?refName=x", "https://dev.azure.com/o/p/_git/r", "Commit", "0123456789abcdef")]
    [InlineData("https://dev.azure.com/o/p/_git/r/pullrequest/7", "https://dev.azure.com/o/p/_git/r", "Change", "refs/pull/7/merge")]
    [InlineData("https://o.visualstudio.com/DefaultCollection/p/_git/r/pullrequest/7", "https://o.visualstudio.com/DefaultCollection/p/_git/r", "Change", "refs/pull/7/merge")]
    [InlineData("https://tfs.example.com/tfs/c/p/_git/r?version=GBmain", "https://tfs.example.com/tfs/c/p/_git/r", "Branch", "main")]
    // Gitea and Forgejo
    [InlineData("https://codeberg.org/o/r", "https://codeberg.org/o/r.git", "Head", "")]
    [InlineData("https://codeberg.org/o/r/src/branch/feature/one/src", "https://codeberg.org/o/r.git", "Path", "feature/one/src")]
    [InlineData("https://codeberg.org/o/r/src/tag/v1.0/README.md", "https://codeberg.org/o/r.git", "Path", "v1.0/README.md")]
    [InlineData("https://codeberg.org/o/r/src/commit/0123456789abcdef/README.md", "https://codeberg.org/o/r.git", "Commit", "0123456789abcdef")]
    [InlineData("https://gitea.example.com/o/r/commit/0123456789abcdef", "https://gitea.example.com/o/r.git", "Commit", "0123456789abcdef")]
    [InlineData("https://git.example.com/o/r/pulls/7/files", "https://git.example.com/o/r.git", "Change", "refs/pull/7/head")]
    [InlineData("https://git.example.com/o/r/src/branch/main", "https://git.example.com/o/r.git", "Path", "main")]
    [InlineData("https://codeberg.org/o/r/releases/tag/v1.0", "https://codeberg.org/o/r.git", "Tag", "v1.0")]
    // Unknown hosts, by their shape
    [InlineData("https://git.example.com/o/r/pull/7", "https://git.example.com/o/r.git", "Change", "refs/pull/7/head")]
    [InlineData("https://git.example.com/o/r/tree/main", "https://git.example.com/o/r.git", "Path", "main")]
    [InlineData("http://127.0.0.1:8080/open/r/merge_requests/7", "http://127.0.0.1:8080/open/r.git", "Change", "refs/merge-requests/7/head")]
    // Any git address as it is
    [InlineData("https://git.example.com/some/deep/path/r.git", "https://git.example.com/some/deep/path/r.git", "Head", "")]
    [InlineData("https://git.example.com/r", "https://git.example.com/r", "Head", "")]
    [InlineData("git://git.example.com/r.git", "git://git.example.com/r.git", "Head", "")]
    [InlineData("ssh://git@git.example.com:2222/o/r.git", "ssh://git@git.example.com:2222/o/r.git", "Head", "")]
    [InlineData("git@github.com:o/r.git", "git@github.com:o/r.git", "Head", "")]
    public void An_address_tells_what_to_clone_and_what_to_check_out(string url, string cloneUrl, string kind, string target)
    {
        var source = ContextUrl.Parse(url);

        Assert.Equal((cloneUrl, kind, target), (source.Url, source.Kind.ToString(), source.Target));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a url")]
    [InlineData("/srv/git/r.git")]
    [InlineData("./r")]
    [InlineData("file:///srv/git/r.git")]
    [InlineData("ext::sh -c touch% /tmp/pwned")]
    [InlineData("ext::sh")]
    [InlineData("--upload-pack=touch /tmp/pwned")]
    [InlineData("-oProxyCommand=touch")]
    [InlineData("ssh://-oProxyCommand=touch/r")]
    [InlineData("-oProxyCommand=touch:r")]
    [InlineData("git@-oProxyCommand=touch:r")]
    [InlineData("host:-r")]
    [InlineData("https://github.com")]
    [InlineData("https://github.com/o/r/tree/-x")]
    [InlineData("https://github.com/o/r/releases/tag/--x")]
    [InlineData("https://github.com/o/r/commit/--upload-pack=x")]
    [InlineData("https://github.com/o/r/pull/7%2F..")]
    [InlineData("https://github.com/o/r/pull/-7")]
    [InlineData("https://bitbucket.org/w/r/pull-requests/7")]
    [InlineData("https://dev.azure.com/o/p/_git/r?version=GB--x")]
    [InlineData("https://github.com/o/r\nx")]
    [InlineData("https://github.com/o/r/tree/a%0Ab")]
    public void An_address_that_cannot_be_cloned_is_refused(string url)
    {
        var error = Assert.Throws<ContentException>(() => ContextUrl.Parse(url));

        Assert.True(error.Refused);
        Assert.StartsWith("contextUrl", error.Message, StringComparison.Ordinal);
    }
}
