using Environs.Supervisor.Launch;
using Environs.Supervisor.Tests.Support;

namespace Environs.Supervisor.Tests.Launch;

public sealed class AccountTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public AccountTests()
    {
        File.WriteAllText(folder["passwd"], "root:x:0:0:root:/root:/bin/sh\n# odd\nbroken:x\nvscode:x:1000:1001:,,,:/home/vscode:/bin/bash\n1234:x:77:78::/:/bin/sh\n");
        File.WriteAllText(folder["group"], "root:x:0:\nvscode:x:1001:\ndocker:x:999:other,vscode\nsudo:x:27:vscode\nwheel:x:x:vscode\nbroken\nnot:x:5:vscode2\n");
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("vscode", "vscode 1000:1001:999,27")]
    [InlineData("1000", "vscode 1000:1001:999,27")]
    [InlineData("root", "root 0:0:")]
    [InlineData("1234", "1234 77:78:")]
    [InlineData("4321", "4321 4321:0:")]
    public void A_user_is_found_by_name_or_number(string user, string expected)
    {
        var account = Account.Find(user, folder["passwd"], folder["group"]);
        Assert.Equal(expected, $"{account.Name} {account.Switch}");
        Assert.Equal(account.Switch.ToString(), UserSwitch.Parse(account.Switch.ToString()).ToString());
    }

    [Theory]
    [InlineData("dev")]
    [InlineData("broken")]
    [InlineData("-1")]
    public void One_that_is_not_there_is_named(string user) => Assert.Equal(
        $"the image has no user \"{user}\": {folder["passwd"]} does not name it",
        Assert.Throws<LaunchException>(() => Account.Find(user, folder["passwd"], folder["group"])).Message);

    [Fact]
    public void An_image_without_users_has_numbers_only()
    {
        Assert.Equal("1000:0:", Account.Find("1000", folder["none"], folder["none"]).Switch.ToString());
        Assert.Throws<LaunchException>(() => Account.Find("dev", folder["none"], folder["none"]));
    }
}
