using Environs.Supervisor.Tests.Support;

namespace Environs.Supervisor.Tests.Content;

/// <summary>Files that an ordinary user cannot move or delete hold no new session up.</summary>
[Trait("Category", "Program")]
public sealed class StubbornFilesTests(GitServer server) : SecondStart(server)
{
    [Fact]
    public async Task Old_clones_with_read_only_folders_are_replaced_by_an_ordinary_user()
    {
        await Command.NeedSomebodyElseAsync();
        string[] user = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"];
        await Container.OpenAsync(65534);
        await Container.RunAsync(Request, user);
        await Command.RunAsync("sh", ["-c", "mkdir -p build/sealed/deep && touch build/sealed/file && chown -R 65534:65534 build && chmod 0 build/sealed && chmod 0555 ."], Container.Clone("app"));

        // Not readable: moved aside, although its own mode forbids to move it.
        var aside = await Container.RunAsync(NewSession, user);
        Assert.Null(aside.Report.Failure);
        Assert.Contains("/workspaces/.moved-aside/app-1", Assert.Single(aside.Report.Warnings), StringComparison.Ordinal);
        Assert.False(File.GetUnixFileMode(Container.Clone(".moved-aside/app-1")).HasFlag(UnixFileMode.UserWrite));

        await Command.RunAsync("sh", ["-c", "mkdir -p build/sealed/deep && touch build/sealed/deep/file && chown -R 65534:65534 build && chmod -R a-w ."], Container.Clone("app"));
        var replaced = await Container.RunAsync(NewSession with { Session = "3" }, user);

        Assert.Null(replaced.Report.Failure);
        Assert.False(Path.Exists(Container.Clone("app/build")));
        Assert.Equal(["content.json"], Directory.GetFileSystemEntries(Container.State).Select(Path.GetFileName));
    }

    [Fact]
    public async Task What_cannot_be_deleted_holds_nothing_up()
    {
        await Command.NeedSomebodyElseAsync();
        string[] user = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"];
        await Container.OpenAsync(65534);
        await Container.RunAsync(Request, user);
        // Another user's folder, as root in dev may leave one behind.
        await Command.RunAsync("sh", ["-c", "mkdir -p build/other && touch build/other/file && chmod -R a+rX build"], Container.Clone("app"));

        for (var session = 2; session < 5; session++)
        {
            var result = await Container.RunAsync(Request with { Session = $"{session}" }, user);

            Assert.Null(result.Report.Failure);
            Assert.Contains("unfinished", result.Log, StringComparison.Ordinal);
            Assert.False(Path.Exists(Container.Clone("app/build")));
        }

        await Command.RunAsync("chown", ["-R", "65534", Container.State]);
        await Container.RunAsync(Request with { Session = "4" }, user);
        Assert.Equal(["content.json"], Directory.GetFileSystemEntries(Container.State).Select(Path.GetFileName));
    }
}
