using Environs.Supervisor.Work;

namespace Environs.Supervisor.Tests.Work;

public sealed class FileNameTests
{
    [Theory]
    [InlineData("0b6c5c3e-9d3f-4d0e-8f57-0d0f1a4d9a11", "0b6c5c3e-9d3f-4d0e-8f57-0d0f1a4d9a11")]
    [InlineData("build_1.2", "build_1.2")]
    [InlineData("", "%")]
    [InlineData(".", "%2E")]
    [InlineData("..", "%2E.")]
    [InlineData(".hidden", "%2Ehidden")]
    [InlineData("../x", "%2E.%2Fx")]
    [InlineData("a/b", "a%2Fb")]
    [InlineData("a%2Fb", "a%252Fb")]
    [InlineData("a b\n\0", "a%20b%0A%00")]
    [InlineData("ü", "%C3%BC")]
    public void An_id_becomes_a_name(string id, string name) => Assert.Equal(name, FileName.Of(id));

    [Fact]
    public void A_long_id_becomes_a_name_that_a_file_system_takes()
    {
        var (one, two) = (FileName.Of(new string('x', 5000) + "1"), FileName.Of(new string('x', 5000) + "2"));
        Assert.InRange(one.Length, 1, 200);
        Assert.NotEqual(one, two);
    }
}
