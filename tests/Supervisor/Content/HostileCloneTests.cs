using Environs.Supervisor.Tests.Support;

namespace Environs.Supervisor.Tests.Content;

/// <summary>What users configure in a clone runs nothing in the init container.</summary>
[Trait("Category", "Program")]
public sealed class HostileCloneTests(GitServer server) : SecondStart(server)
{
    [Fact]
    public async Task A_hook_or_setting_of_the_user_runs_nothing_in_the_init_container()
    {
        await Container.RunAsync(Request);
        var marker = Path.Combine(Container.Volume, "pwned");
        await Command.GitAsync(Container.Clone("app"), "config", "core.fsmonitor", $"touch {marker}");
        await Command.GitAsync(Container.Clone("app"), "config", "core.hooksPath", Container.Volume);

        await Container.RunAsync(Request);
        await Container.RunAsync(NewSession);

        Assert.False(File.Exists(marker));
    }

    [Theory]
    [InlineData("a filter")]
    [InlineData("a filter for one work tree")]
    [InlineData("a filter behind an include")]
    [InlineData("a filter behind a conditional include")]
    [InlineData("a remote to fetch missing objects from")]
    public async Task Settings_that_name_a_program_are_moved_aside_with_the_clone_and_run_nothing(string setting)
    {
        await Container.RunAsync(Request);
        var clone = Container.Clone("app");
        var marker = Path.Combine(Container.Volume, "pwned");
        var program = $"touch {marker}; cat";
        await File.WriteAllTextAsync(Path.Combine(clone, ".git/info/attributes"), "* filter=mine\n");
        await File.WriteAllTextAsync(Path.Combine(clone, ".git/more"), $"[filter \"mine\"]\n\tclean = \"{program}\"\n");
        switch (setting)
        {
            case "a filter":
                await Command.GitAsync(clone, "config", "FILTER.mine.clean", program);
                break;
            case "a filter for one work tree":
                await Command.GitAsync(clone, "config", "extensions.worktreeConfig", "true");
                await Command.GitAsync(clone, "config", "--worktree", "filter.mine.clean", program);
                break;
            case "a filter behind an include":
                await Command.GitAsync(clone, "config", "include.path", "more");
                break;
            case "a filter behind a conditional include":
                await Command.GitAsync(clone, "config", "includeIf.gitdir:/**.path", "more");
                break;
            case "a remote to fetch missing objects from":
                await Command.GitAsync(clone, "config", "core.gitProxy", $"{Path.Combine(Container.Volume, "proxy")}");
                await File.WriteAllTextAsync(Path.Combine(Container.Volume, "proxy"), $"#!/bin/sh\ntouch {marker}\n");
                File.SetUnixFileMode(Path.Combine(Container.Volume, "proxy"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
                await Command.GitAsync(clone, "config", "extensions.partialClone", "origin");
                await Command.GitAsync(clone, "config", "core.repositoryFormatVersion", "1");
                await Command.GitAsync(clone, "config", "remote.origin.promisor", "true");
                await Command.GitAsync(clone, "remote", "set-url", "origin", "git://127.0.0.1/none");
                await File.WriteAllTextAsync(Path.Combine(clone, ".git/refs/tags/none"), new string('1', 40) + "\n");
                break;
        }

        // Same content and size, but not the time that the index knows: git has to read the file to know whether it changed.
        File.SetLastWriteTimeUtc(Path.Combine(clone, "README.md"), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        await Container.RunAsync(Request);
        var result = await Container.RunAsync(NewSession);

        Assert.False(File.Exists(marker));
        Assert.Contains("/workspaces/.moved-aside/app-1", Assert.Single(result.Report.Warnings), StringComparison.Ordinal);
    }
}
