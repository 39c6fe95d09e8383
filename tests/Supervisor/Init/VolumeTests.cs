using Environs.Supervisor.Posix;
using Environs.Supervisor.Tests.Content;
using Environs.Supervisor.Tests.Support;

namespace Environs.Supervisor.Tests.Init;

/// <summary>Owners and groups on the volume, as root and as anyone else.</summary>
public sealed class VolumeTests(GitServer server) : IDisposable
{
    private readonly InitContainer container = new();

    public void Dispose() => container.Dispose();

    [Fact]
    public async Task Root_gives_everything_to_the_user()
    {
        Assert.SkipUnless(Libc.GetEffectiveUserId() == 0, "needs root");
        var app = await TestRepository.CreateAsync(server, $"app-{Guid.CreateVersion7()}");
        var request = Requests.Of(Requests.Git($"{server.Address}/open/{app.Name}.git", location: "a/app")) with { OwnerUid = 1234, OwnerGid = 2345 };

        await container.RunAsync(request);

        foreach (var path in Directory.EnumerateFileSystemEntries(container.Workspaces, "*", SearchOption.AllDirectories).Append(container.Workspaces).Append(Path.Combine(container.Volume, "home")))
        {
            var status = FileStatus.Of(path)!;
            Assert.Equal((path, 1234, 2345), (path, status.User, status.Group));
            if (status.Kind == FileKind.Folder) Assert.True(status.Mode.HasFlag(UnixFileMode.GroupWrite | UnixFileMode.SetGroup), path);
        }

        Assert.True(FileStatus.Of(container.Clone("a/app/README.md"))!.Mode.HasFlag(UnixFileMode.GroupWrite));

        // A second start as root finds a clone of another user and reads it all the same.
        Assert.Equal(app.Main, Assert.Single((await container.RunAsync(request)).Report.Repositories).LatestCommit);
    }

    [Fact]
    public async Task Anyone_else_shares_by_the_volume_s_group()
    {
        await Command.NeedSomebodyElseAsync();
        var app = await TestRepository.CreateAsync(server, $"app-{Guid.CreateVersion7()}");
        var request = Requests.Of(Requests.Git($"{server.Address}/open/{app.Name}.git", location: "app")) with { OwnerUid = 1234, OwnerGid = 2345 };
        OpenToGroup(container.Volume, 2345);
        File.SetUnixFileMode(container.Bin, (UnixFileMode)0b111_111_111);
        File.SetUnixFileMode(Path.GetDirectoryName(container.Volume)!, (UnixFileMode)0b111_111_111);

        var result = await container.RunAsync(request, "setpriv", "--reuid=1234", "--regid=1234", "--groups=2345");

        Assert.Equal((0, app.Main), (result.ExitCode, Assert.Single(result.Report.Repositories).LatestCommit));
        foreach (var path in Directory.EnumerateFileSystemEntries(container.Workspaces, "*", SearchOption.AllDirectories))
            Assert.Equal((path, 1234, 2345), (path, FileStatus.Of(path)!.User, FileStatus.Of(path)!.Group));
    }

    // As kubelet does for fsGroup.
    private static void OpenToGroup(string path, int group)
    {
        new Ownership(-1, group).Give(path);
        File.SetUnixFileMode(path, (UnixFileMode)0b010_111_111_101);
    }
}
