using Environs.Protocol.Content;
using Environs.Supervisor.Tests.Support;

namespace Environs.Supervisor.Tests.Content;

/// <summary>The user's dotfiles: there when they can be, never in the way, never lost.</summary>
[Trait("Category", "Program")]
public sealed class DotfilesCloneTests(GitServer server) : SecondStart(server)
{
    private string Home => Path.Combine(Container.Volume, "home");

    private string Dotfiles => Path.Combine(Home, "dotfiles");

    private string Mine => $"{Server.Address}/open/{App.Name}.git";

    [Fact]
    public async Task They_are_cloned_beside_the_content_and_without_any()
    {
        Assert.Empty((await Container.RunAsync(Request with { Dotfiles = Mine })).Report.Warnings);
        Assert.Equal(App.Main, await Command.GitAsync(Dotfiles, "rev-parse", "HEAD"));

        using var other = new InitContainer();
        var result = await other.RunAsync(new ContentRequest { Dotfiles = Mine });
        Assert.Equal((0, 0, 0), (result.ExitCode, result.Report.Warnings.Count, result.Report.Repositories.Count));
        Assert.True(File.Exists(Path.Combine(other.Volume, "home/dotfiles/README.md")));
        Assert.False(Directory.Exists(Path.Combine(other.State, "unfinished")));
    }

    [Fact]
    public async Task A_second_start_leaves_what_the_user_did()
    {
        await Container.RunAsync(Request with { Dotfiles = Mine });
        await File.WriteAllTextAsync(Path.Combine(Dotfiles, "README.md"), "mine\n", TestContext.Current.CancellationToken);
        Container.NewPod();
        Directory.Move(App.Bare, App.Bare + ".away");

        Assert.Empty((await Container.RunAsync(Request with { Dotfiles = Mine })).Report.Warnings);
        Assert.Equal("mine\n", await File.ReadAllTextAsync(Path.Combine(Dotfiles, "README.md"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Those_of_another_repository_are_moved_aside()
    {
        var other = await TestRepository.CreateAsync(Server, $"other-{Guid.CreateVersion7()}");
        await Container.RunAsync(Request with { Dotfiles = Mine });
        await File.WriteAllTextAsync(Path.Combine(Dotfiles, "mine"), "mine\n", TestContext.Current.CancellationToken);

        var result = await Container.RunAsync(Request with { Dotfiles = $"{Server.Address}/open/{other.Name}.git" });

        Assert.Equal([$"the dotfiles of {Mine} were moved to ~/dotfiles-1"], result.Report.Warnings);
        Assert.Equal(other.Main, await Command.GitAsync(Dotfiles, "rev-parse", "HEAD"));
        Assert.True(File.Exists(Path.Combine(Home, "dotfiles-1/mine")));
    }

    [Fact]
    public async Task What_else_is_there_stays()
    {
        await Container.RunAsync(Request);
        Directory.CreateDirectory(Dotfiles);

        var result = await Container.RunAsync(Request with { Dotfiles = Mine });

        Assert.Equal(["the dotfiles were not cloned: something else is at ~/dotfiles already, and stays"], result.Report.Warnings);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Dotfiles));
    }

    [Theory]
    [InlineData("/status/404/app.git", "404")]
    [InlineData("/private/app.git", "could not read Username")]
    public async Task A_failure_is_a_warning_and_the_next_start_tries_again(string path, string why)
    {
        var failed = await Container.RunAsync(Request with { Dotfiles = Server.Address + path });
        Assert.Equal((0, 1), (failed.ExitCode, failed.Report.Repositories.Count));
        Assert.StartsWith("the dotfiles could not be cloned: ", Assert.Single(failed.Report.Warnings));
        Assert.Contains(why, failed.Report.Warnings[0]);
        Assert.False(Path.Exists(Dotfiles));

        Assert.Empty((await Container.RunAsync(Request with { Dotfiles = Mine })).Report.Warnings);
        Assert.True(Path.Exists(Dotfiles));
    }

    [Fact]
    public async Task A_server_that_never_answers_holds_nothing_up()
    {
        Container.DotfilesSeconds = 1;
        var result = await Container.RunAsync(Request with { Dotfiles = $"{Server.Address}/hang/app.git" });
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(["the dotfiles could not be cloned within 1 seconds; the next start tries again"], result.Report.Warnings);
    }

    [Fact]
    public async Task No_address_leads_to_a_file_or_a_program()
    {
        foreach (var address in (string[])["ext::sh -c touch% /tmp/x", "file:///etc", "/etc", "--upload-pack=touch"])
        {
            var result = await Container.RunAsync(Request with { Dotfiles = address });
            Assert.Equal(0, result.ExitCode);
            Assert.Contains("is not an address that can be cloned", Assert.Single(result.Report.Warnings));
        }
    }
}
