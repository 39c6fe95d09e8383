using Environs.Supervisor.Content;
using Environs.Supervisor.Tests.Support;

namespace Environs.Supervisor.Tests.Content;

public sealed class CheckoutLocationTests
{
    [Theory]
    [InlineData("app", "app")]
    [InlineData("./app/", "app")]
    [InlineData("a/b.c/d", "a/b.c/d")]
    [InlineData("...", "...")]
    public void A_folder_below_the_workspaces_is_taken(string location, string expected) =>
        Assert.Equal(expected, CheckoutLocation.Parse("checkoutLocation", location));

    [Theory]
    [InlineData(".")]
    [InlineData("./")]
    [InlineData("/")]
    [InlineData("/etc")]
    [InlineData("..")]
    [InlineData("../x")]
    [InlineData("a/../../x")]
    [InlineData("a//b")]
    [InlineData("a/./b")]
    [InlineData("-x")]
    [InlineData("a/--upload-pack=x")]
    [InlineData("a/.git/hooks")]
    [InlineData(".moved-aside/x")]
    [InlineData("a\nb")]
    [InlineData("a\\b")]
    public void Anything_else_is_refused_by_its_name(string location)
    {
        var error = Assert.Throws<ContentException>(() => CheckoutLocation.Parse("checkoutLocation", location));

        Assert.Contains("checkoutLocation", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://h/o/app.git", "app")]
    [InlineData("https://h/o/app/", "app")]
    [InlineData("git@h:app.git", "app")]
    [InlineData("https://h/o/my%20app", "my-app")]
    [InlineData("https://h/o/%2e%2e", "repository")]
    [InlineData("https://h/o/-app", "app")]
    [InlineData("https://h/o/.git", "repository")]
    [InlineData("https://h/o/%2Fetc%2Fpasswd", "etc-passwd")]
    public void The_repository_gives_its_name(string url, string expected) => Assert.Equal(expected, CheckoutLocation.OfUrl(url));

    [Fact]
    public void A_link_on_the_way_is_refused()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["real"]);
        File.CreateSymbolicLink(folder["link"], "/etc");

        CheckoutLocation.RequireRealFolders(folder.Path, "real/new/deep");
        var error = Assert.Throws<ContentException>(() => CheckoutLocation.RequireRealFolders(folder.Path, "link/new"));
        Assert.Contains("\"link\"", error.Message, StringComparison.Ordinal);
    }
}
