using Environs.Supervisor.Content;

namespace Environs.Supervisor.Tests.Content;

public sealed class GitAddressTests
{
    [Theory]
    [InlineData("https://h/r", "https://h/r", "", "")]
    [InlineData("https://u@h/r", "https://h/r", "u", "")]
    [InlineData("https://u:p@h:8443/r", "https://h:8443/r", "u", "p")]
    [InlineData("https://u:p%40q@h/r", "https://h/r", "u", "p@q")]
    [InlineData("http://:p@h/r", "http://h/r", "", "p")]
    [InlineData("ssh://git@h/r", "ssh://git@h/r", "", "")]
    [InlineData("git@h:r", "git@h:r", "", "")]
    [InlineData("git@h:~u/r", "git@h:~u/r", "", "")]
    public void Credentials_are_taken_out_of_the_address(string url, string clean, string user, string password)
    {
        var address = GitAddress.Parse("remoteUri", url);

        Assert.Equal((clean, user, password), (address.Url, address.User, address.Password));
    }

    [Theory]
    [InlineData("ssh://git:s3cret@h/r")]
    [InlineData("https://u:s3cret@h/r r")]
    [InlineData("ftp://u:s3cret@h/r")]
    [InlineData("https://u:s3cret%0a@h/r")]
    [InlineData("https://u:s3cret@")]
    public void A_refused_address_does_not_show_its_password(string url)
    {
        var error = Assert.Throws<ContentException>(() => GitAddress.Parse("remoteUri", url));

        Assert.DoesNotContain("s3cret", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fatal: unable to access 'https://u:p@h/r/': 404", "fatal: unable to access 'https://h/r/': 404")]
    [InlineData("https://u:p@q@h/r and http://x@y", "https://h/r and http://y")]
    [InlineData("mail ada@example.com about https://h/r@v1", "mail ada@example.com about https://h/r@v1")]
    [InlineData("git@h:r", "git@h:r")]
    public void Text_for_people_has_no_credentials(string text, string clean) => Assert.Equal(clean, GitAddress.Redact(text));
}
