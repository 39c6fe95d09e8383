using Environs.Supervisor.Posix;
using Environs.Supervisor.Run;
using Environs.Supervisor.Tests.Support;

namespace Environs.Supervisor.Tests.Run;

public sealed class UserHomeTests : IDisposable
{
    // Not /tmp, where no home is; and the machine's own homes must not be touched.
    private readonly TemporaryFolder root = new("/var/tmp");
    private readonly StringWriter output = new();
    private readonly RunSettings settings;

    public UserHomeTests()
    {
        Directory.CreateDirectory(root["image/.config"]);
        Directory.CreateDirectory(root["volume"]);
        File.WriteAllText(root["image/.bashrc"], "echo image");
        File.WriteAllText(root["image/.config/tool"], "tool");
        File.WriteAllText(root["image/run.sh"], "#!/bin/sh");
        File.SetUnixFileMode(root["image/run.sh"], (UnixFileMode)0b111_101_101);
        File.SetUnixFileMode(root["image/.config"], (UnixFileMode)0b111_000_000);
        File.SetUnixFileMode(root["image"], (UnixFileMode)0b111_101_101);
        File.CreateSymbolicLink(root["image/link"], "/nowhere");
        settings = new RunSettings(root["volume"], root["passwd"], root["gitconfig"], root["commands"], root["etc"], TimeSpan.FromSeconds(1));
    }

    public void Dispose() => root.Dispose();

    [Fact]
    public void The_copy_keeps_modes_owners_and_links()
    {
        if (Libc.GetEffectiveUserId() == 0) new Ownership(1234, 2345).GiveTree(root["image"]);

        new TreeCopy(new Log(output)).Run(root["image"], root["volume"]);

        foreach (var name in (string[])["", ".bashrc", ".config", ".config/tool", "run.sh", "link"])
        {
            var (from, to) = (FileStatus.Of(root["image/" + name]), FileStatus.Of(root["volume/" + name]));
            Assert.Equal((from?.User, from?.Group, from?.Kind, from?.Mode), (to?.User, to?.Group, to?.Kind, to?.Mode));
        }

        Assert.Equal("/nowhere", new FileInfo(root["volume/link"]).LinkTarget);
        Assert.Equal("tool", File.ReadAllText(root["volume/.config/tool"]));
    }

    [Fact]
    public void The_copy_overwrites_nothing()
    {
        File.WriteAllText(root["volume/.bashrc"], "echo mine");
        File.WriteAllText(root["volume/link"], "mine");
        File.WriteAllText(root["volume/run.sh.environs-next"], "half");

        new TreeCopy(new Log(output)).Run(root["image"], root["volume"]);

        Assert.Equal("echo mine", File.ReadAllText(root["volume/.bashrc"]));
        Assert.Equal("mine", File.ReadAllText(root["volume/link"]));
        Assert.Equal("#!/bin/sh", File.ReadAllText(root["volume/run.sh"]));
        Assert.False(File.Exists(root["volume/run.sh.environs-next"]));
    }

    [Fact]
    public void The_image_s_home_becomes_a_link()
    {
        HomeLink.Replace(root["image"], root["volume"]);

        Assert.Equal(root["volume"], new FileInfo(root["image"]).LinkTarget);
        Assert.Equal("tool", File.ReadAllText(root["image.image/.config/tool"]));
    }

    [Fact]
    public void Every_user_may_use_git_in_the_clones_and_the_user_s_own_lines_stay()
    {
        File.WriteAllText(root["volume/.gitconfig"], "[user]\n\tname = Ada");

        SafeDirectory.Allow(settings, 1000);
        SafeDirectory.Allow(settings, 1000);
        SafeDirectory.Allow(settings, 0);

        Assert.Equal("[user]\n\tname = Ada\n# Environs: everyone in here is the same person.\n[safe]\n\tdirectory = *\n", File.ReadAllText(root["volume/.gitconfig"]));
        Assert.Contains("directory = *", File.ReadAllText(root["gitconfig"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_home_on_the_volume_that_belongs_to_root_takes_a_user_of_its_group()
    {
        await Command.NeedSomebodyElseAsync();
        new Ownership(-1, 2345).Give(root["volume"]);
        File.SetUnixFileMode(root["volume"], (UnixFileMode)0b010_111_111_101);
        File.SetUnixFileMode(root.Path, (UnixFileMode)0b111_101_101);
        await File.WriteAllTextAsync(root["passwd"], $"dev:x:1234:1234::{root["image"]}:/bin/sh\n");

        using var process = Command.Start(
            "setpriv", ["--reuid=1234", "--regid=1234", "--groups=2345", Command.Supervisor, "run"],
            variables: new Dictionary<string, string> { ["ENVIRONS_HOME"] = root["volume"], ["ENVIRONS_PASSWD"] = root["passwd"] });
        await Eventually.TrueAsync(() => File.Exists(root["volume/.gitconfig"]), "git is told");
        process.Kill();

        Assert.Equal("echo image", await File.ReadAllTextAsync(root["volume/.bashrc"]));
        Assert.Null(new FileInfo(root["image"]).LinkTarget);
    }

    [Fact]
    public void The_home_is_seeded_once()
    {
        File.WriteAllText(root["passwd"], $"dev:x:1234:1234::{root["image"]}:/bin/sh\n");
        UserHome.Prepare(settings, 1234, new Log(output));
        File.Delete(root["volume/.bashrc"]);

        UserHome.Prepare(settings, 1234, new Log(output));
        Assert.False(File.Exists(root["volume/.bashrc"]));

        // As if the first copy had been interrupted.
        File.Delete(root["volume/.environs-home"]);
        UserHome.Prepare(settings, 1234, new Log(output));
        Assert.True(File.Exists(root["volume/.bashrc"]));
    }

    [Fact]
    public void A_user_that_the_image_does_not_know_has_an_empty_home()
    {
        UserHome.Prepare(settings, 4321, new Log(output));

        Assert.Equal([".environs-home", ".gitconfig"], Directory.GetFileSystemEntries(root["volume"]).Select(Path.GetFileName).Order());
    }

    [Theory]
    [InlineData("/root", true)]
    [InlineData("/home/dev", true)]
    [InlineData("/opt/app-root/src", true)]
    [InlineData("/var/lib/jenkins", true)]
    [InlineData("/", false)]
    [InlineData("", false)]
    [InlineData("/home", false)]
    [InlineData("/nonexistent", false)]
    [InlineData("/usr/games", false)]
    [InlineData("/bin", false)]
    [InlineData("/dev/null", false)]
    [InlineData("/home/../etc", false)]
    [InlineData("/environs/home", false)]
    [InlineData("/workspaces/app", false)]
    public void Only_a_home_is_copied(string path, bool expected) => Assert.Equal(expected, UserHome.IsHome(path));
}
