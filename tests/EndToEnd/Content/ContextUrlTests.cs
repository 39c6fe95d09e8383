using Environs.EndToEnd.Tests.Installation;

namespace Environs.EndToEnd.Tests.Content;

/// <summary>Pages as products show them, on a server that serves their repositories.</summary>
public sealed class ContextUrlTests(InstalledOperator @operator) : OperatorTest(@operator)
{
    [Theory]
    [InlineData("src/branch/feature/login/login.txt", "feature/login", "feature/login")]
    [InlineData("src/tag/v1.0", "HEAD", "v1.0")]
    [InlineData("pulls/7", "pull/7", "refs/pull/7/head")]
    [InlineData("-/tree/feature/login", "feature/login", "feature/login")]
    [InlineData("-/blob/main/src/main.py", "main", "main")]
    [InlineData("-/merge_requests/1", "merge-requests/1", "refs/merge-requests/1/head")]
    [InlineData("tree/feature/login", "feature/login", "feature/login")]
    [InlineData("pull/7/files", "pull/7", "refs/pull/7/head")]
    [InlineData("commit/@", "HEAD", "feature/login")]
    public async Task A_page_in_the_browser_is_enough(string page, string branch, string reference)
    {
        var git = await Operator.Git;
        var commit = await git.CommitAsync(reference);
        var environment = await Here.ApplyAsync(new()
        {
            Machine = new() { Class = await Here.TinyAsync() },
            Content = new() { Initializer = new() { Specs = [new() { ContextUrl = new() { Url = git.Page(Here.Namespace, page.Replace("@", commit, StringComparison.Ordinal)) } }] } },
        });
        var status = await environment.RunningAsync();
        Assert.Equal((branch == "HEAD" ? null : branch, commit), (status.Content!.Git!.Branch, status.Content.Git.LatestCommit));
    }
}
