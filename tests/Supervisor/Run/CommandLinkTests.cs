using Environs.Supervisor.Run;
using Environs.Supervisor.Tests.Support;

namespace Environs.Supervisor.Tests.Run;

public sealed class CommandLinkTests : IDisposable
{
    private readonly TemporaryFolder root = new();

    public CommandLinkTests()
    {
        Assert.SkipUnless(Posix.Libc.GetEffectiveUserId() == 0, "only root places the link");
        Directory.CreateDirectory(root["bin"]);
        Directory.CreateDirectory(root["commands"]);
        File.WriteAllText(root["bin/environs"], "");
    }

    public void Dispose() => root.Dispose();

    [Fact]
    public void It_leads_to_the_command_and_is_made_once()
    {
        Place("commands");
        Place("commands");
        Assert.Equal(root["bin/environs"], new FileInfo(root["commands/environs"]).LinkTarget);
    }

    [Fact]
    public void What_the_image_has_under_the_name_stays()
    {
        File.CreateSymbolicLink(root["commands/environs"], "/nowhere");
        Place("commands");
        Assert.Equal("/nowhere", new FileInfo(root["commands/environs"]).LinkTarget);
    }

    [Fact]
    public void An_image_without_the_folder_gets_none_and_neither_does_one_without_the_command()
    {
        Place("missing");
        Assert.False(Directory.Exists(root["missing"]));
        File.Delete(root["bin/environs"]);
        Place("commands");
        Assert.Null(new FileInfo(root["commands/environs"]).LinkTarget);
    }

    private void Place(string folder) => CommandLink.Place(root[folder], root["bin/supervisor"], new Log(TextWriter.Null));
}
