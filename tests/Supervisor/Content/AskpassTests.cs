using Environs.Supervisor.Content;

namespace Environs.Supervisor.Tests.Content;

public sealed class AskpassTests
{
    [Theory]
    [InlineData("Username for 'https://h': ", "ada")]
    [InlineData("Password for 'https://ada@h': ", "pass")]
    [InlineData("Password for 'https://ada@h:443/r': ", "pass")]
    [InlineData("Username for 'https://evil': ", "")]
    [InlineData("Password for 'https://ada@h.evil': ", "")]
    [InlineData("Password for 'http://ada@h': ", "")]
    [InlineData("Password for 'https://ada@h:8443': ", "")]
    [InlineData("Password for 'https://h@evil': ", "")]
    [InlineData("Password: ", "")]
    public void Only_the_server_of_the_address_gets_its_credentials(string question, string answer) =>
        Assert.Equal(answer, Askpass.Find(question, "https://h", "ada", "pass"));
}
