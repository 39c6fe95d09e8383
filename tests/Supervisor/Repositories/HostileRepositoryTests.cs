using Environs.Supervisor.Tests.Support;

namespace Environs.Supervisor.Tests.Repositories;

/// <summary>What users configure in a repository runs nothing when it is looked at.</summary>
[Trait("Category", "Program")]
public sealed class HostileRepositoryTests
{
    [Theory]
    [InlineData("core.fsmonitor", "PROGRAM")]
    [InlineData("core.hooksPath", "FOLDER/hooks")]
    [InlineData("core.sshCommand", "PROGRAM")]
    [InlineData("core.alternateRefsCommand", "PROGRAM")]
    [InlineData("core.pager", "PROGRAM")]
    [InlineData("pager.status", "PROGRAM")]
    [InlineData("filter.mine.clean", "PROGRAM")]
    [InlineData("FILTER.mine.process", "PROGRAM")]
    [InlineData("filter.a.b.clean", "PROGRAM")]
    [InlineData("diff.external", "PROGRAM")]
    [InlineData("diff.mine.textconv", "PROGRAM")]
    [InlineData("gpg.program", "PROGRAM")]
    [InlineData("include.path", "more")]
    [InlineData("includeIf.gitdir:/**.path", "more")]
    public async Task A_program_that_a_setting_names_is_not_run(string setting, string value)
    {
        using var clone = await TestClone.OfAsync("a", "b");
        using var folder = new TemporaryFolder();
        await PrepareAsync(clone, folder);
        await Command.GitAsync(clone.Path, "config", setting, value.Replace("PROGRAM", folder["program"], StringComparison.Ordinal).Replace("FOLDER", folder.Path, StringComparison.Ordinal));

        var report = await clone.LookAsync();

        Assert.Equal("", report!.Problem);
        Assert.False(File.Exists(folder["ran"]), $"{setting} has run");
        Assert.Contains(report.ChangedFiles, file => file.Path == "a");
    }

    [Fact]
    public async Task The_program_of_a_submodule_is_not_run()
    {
        using var inner = await TestClone.OfAsync("inner");
        using var clone = await TestClone.OfAsync("a");
        using var folder = new TemporaryFolder();
        await Command.GitAsync(clone.Path, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", inner.Remote, "sub");
        await PrepareAsync(clone, folder);
        await Command.GitAsync(clone["sub"], "config", "core.fsmonitor", folder["program"]);
        await Command.GitAsync(clone.Path, "config", "status.submoduleSummary", "true");
        await Command.GitAsync(clone.Path, "config", "submodule.sub.ignore", "none");
        await clone.WriteAsync("sub/inner", "other");

        await clone.LookAsync();

        Assert.False(File.Exists(folder["ran"]));
    }

    [Fact]
    public async Task An_object_that_is_missing_is_not_fetched()
    {
        using var clone = await TestClone.OfAsync("a");
        using var folder = new TemporaryFolder();
        await PrepareAsync(clone, folder);
        await Command.GitAsync(clone.Path, "config", "core.repositoryFormatVersion", "1");
        await Command.GitAsync(clone.Path, "config", "extensions.partialClone", "origin");
        await Command.GitAsync(clone.Path, "config", "remote.origin.promisor", "true");
        await Command.GitAsync(clone.Path, "config", "protocol.allow", "always");
        await Command.GitAsync(clone.Path, "config", "protocol.ext.allow", "always");
        await Command.GitAsync(clone.Path, "remote", "set-url", "origin", $"ext::{folder["program"]}");
        await File.WriteAllTextAsync(clone[".git/refs/heads/none"], new string('1', 40) + "\n", TestContext.Current.CancellationToken);

        await clone.LookAsync();

        Assert.False(File.Exists(folder["ran"]));
    }

    // A program that leaves a mark under every name that may be called, and files that git has to look into.
    private static async Task PrepareAsync(TestClone clone, TemporaryFolder folder)
    {
        var mode = UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        Directory.CreateDirectory(folder["hooks"]);
        foreach (var name in (string[])["program", "hooks/fsmonitor-watchman", "hooks/post-index-change", "hooks/reference-transaction"])
        {
            await File.WriteAllTextAsync(folder[name], $"#!/bin/sh\ntouch {folder["ran"]}\ncat\n");
            File.SetUnixFileMode(folder[name], mode);
        }

        foreach (var name in (string[])["post-index-change", "reference-transaction"]) File.Copy(folder[$"hooks/{name}"], clone[$".git/hooks/{name}"]);
        await File.WriteAllTextAsync(clone[".git/more"], $"[filter \"mine\"]\n\tclean = {folder["program"]}\n\trequired = true\n");
        await File.WriteAllTextAsync(clone[".git/info/attributes"], "a filter=mine diff=mine\nb filter=a.b\n");
        // Of the same size, or git would not look into them.
        await clone.WriteAsync("a", "A\nits first\ncontent\n");
        if (File.Exists(clone["b"])) await clone.WriteAsync("b", "B\nits first\ncontent\n");
        if (File.Exists(folder["ran"])) File.Delete(folder["ran"]);
    }
}
