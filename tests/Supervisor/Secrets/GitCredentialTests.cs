using Environs.Supervisor.Secrets;
using Environs.Supervisor.Tests.Support;

namespace Environs.Supervisor.Tests.Secrets;

public sealed class GitCredentialTests : IDisposable
{
    private readonly TemporaryFolder root = new();

    public void Dispose() => root.Dispose();

    [Theory]
    [InlineData("token", "protocol=https host=h", "username=x-token-auth password=token")]
    [InlineData("token\n", "protocol=https host=h", "username=x-token-auth password=token")]
    [InlineData("token", "protocol=https host=h username=ada", "username=ada password=token")]
    [InlineData("ada:a:b=c", "protocol=https host=h", "username=ada password=a:b=c")]
    [InlineData("ada:pass\r\n", "protocol=https host=h username=ada", "username=ada password=pass")]
    // Somebody else's, and what all the network would read.
    [InlineData("ada:pass", "protocol=https host=h username=bob", "")]
    [InlineData("ada:pass", "protocol=http host=h", "")]
    [InlineData("ada:pass", "host=h", "")]
    [InlineData("", "protocol=https host=h", "")]
    [InlineData("ada:", "protocol=https host=h", "")]
    public void An_answer_is_what_git_reads(string value, string question, string answer) =>
        Assert.Equal(answer, GitCredential.Parse(value).Answer(question.Split(' ')).TrimEnd('\n').Replace('\n', ' '));

    [Theory]
    [InlineData("token\nhost=evil")]
    [InlineData("to\0ken")]
    public void A_value_of_several_lines_tells_git_nothing(string value) => Assert.Throws<SecretException>(() => GitCredential.Parse(value));

    [Theory]
    [InlineData("get", "username=ada\npassword=pass\n")]
    [InlineData("store", "")]
    [InlineData("erase", "")]
    public void Only_questions_are_answered(string operation, string answer)
    {
        File.WriteAllText(root["git"], "ada:pass");
        using var output = new StringWriter();
        Assert.Equal(0, CredentialCommand.Run(root["git"], operation, new StringReader("protocol=https\nhost=h\n\n"), output, TextWriter.Null));
        Assert.Equal(answer, output.ToString());
    }

    [Fact]
    public void What_is_missing_answers_nothing_and_what_is_wrong_says_so_without_its_value()
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        Assert.Equal(0, CredentialCommand.Run(root["none"], "get", new StringReader("protocol=https\n"), output, errors));
        File.WriteAllText(root["git"], "pass\nword");
        Assert.Equal(1, CredentialCommand.Run(root["git"], "get", new StringReader("protocol=https\n"), output, errors));
        Assert.Equal("", output.ToString());
        Assert.DoesNotContain("word", errors.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("pass", new GitCredential("ada", "pass").ToString(), StringComparison.Ordinal);
    }
}
