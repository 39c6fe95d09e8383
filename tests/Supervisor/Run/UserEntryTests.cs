using Environs.Supervisor.Run;
using Environs.Supervisor.Tests.Support;

namespace Environs.Supervisor.Tests.Run;

public sealed class UserEntryTests
{
    [Theory]
    [InlineData("root:x:0:0:root:/root:/bin/bash", "root", 0, 0, "/root")]
    [InlineData("dev:x:1000:1001:Dev, of Devon,,:/home/dev:", "dev", 1000, 1001, "/home/dev")]
    public void A_line_of_passwd_is_read(string line, string name, int user, int group, string home)
    {
        var entry = UserEntry.Parse(line);

        Assert.Equal((name, user, group, home), (entry?.Name, entry?.User, entry?.Group, entry?.Home));
    }

    [Theory]
    [InlineData("")]
    [InlineData("# comment")]
    [InlineData("+::::::")]
    [InlineData("dev:x:-1:0::/:/bin/sh")]
    [InlineData("dev:x:1000")]
    public void Anything_else_is_no_entry(string line) => Assert.Null(UserEntry.Parse(line));

    [Fact]
    public void An_image_may_know_no_users()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["passwd"], "broken\nroot:x:0:0::/root:/bin/sh\n");

        Assert.Null(UserEntry.Find(folder["none"], 0));
        Assert.Null(UserEntry.Find(folder["passwd"], 1000));
        Assert.Equal("/root", UserEntry.Find(folder["passwd"], 0)?.Home);
    }
}
