using Environs.Supervisor.Content;

namespace Environs.Supervisor.Tests.Content;

public sealed class CloneTargetTests
{
    private static readonly HashSet<string> References =
        ["refs/heads/main", "refs/heads/feature", "refs/heads/feature/one", "refs/tags/v1.0", "refs/tags/main", "refs/heads/deadbeef"];

    [Theory]
    [InlineData("main", "Branch", "main")]
    [InlineData("main/src/a.cs", "Branch", "main")]
    [InlineData("feature", "Branch", "feature")]
    [InlineData("feature/one", "Branch", "feature/one")]
    [InlineData("feature/one/src", "Branch", "feature/one")]
    [InlineData("feature/two", "Branch", "feature")]
    [InlineData("v1.0/README.md", "Tag", "v1.0")]
    [InlineData("deadbeef/x", "Branch", "deadbeef")]
    [InlineData("0123456789abcdef/x", "Commit", "0123456789abcdef")]
    [InlineData("HEAD/x", "Head", "")]
    public void The_longest_beginning_that_the_remote_knows_counts(string path, string kind, string name)
    {
        var target = CloneTarget.Resolve(new CloneSource("", TargetKind.Path, path), References);

        Assert.Equal((kind, name), (target.Kind.ToString(), target.Name));
    }

    [Theory]
    [InlineData("Branch", "gone", "the remote has no branch \"gone\"")]
    [InlineData("Tag", "v2.0", "the remote has no tag \"v2.0\"")]
    [InlineData("Path", "gone/x", "the remote has no branch, tag or commit that \"gone/x\" begins with")]
    public void What_the_remote_does_not_have_is_a_refusal(string kind, string name, string message)
    {
        var error = Assert.Throws<ContentException>(() => CloneTarget.Resolve(new CloneSource("", Enum.Parse<TargetKind>(kind), name), References));

        Assert.Equal((message, true), (error.Message, error.Refused));
    }
}
