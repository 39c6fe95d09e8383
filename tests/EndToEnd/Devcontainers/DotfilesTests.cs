using Environs.Crds;
using Environs.EndToEnd.Tests.Installation;

namespace Environs.EndToEnd.Tests.Devcontainers;

public sealed class DotfilesTests(InstalledOperator @operator) : DevcontainerTest(@operator)
{
    [Fact]
    public async Task A_user_s_dotfiles_are_cloned_once_and_installed_in_each_new_container()
    {
        var dotfiles = $"{Repository}-dotfiles";
        await Git.PutAsync(Repository, ".devcontainer.json", """{ "onCreateCommand": "echo create >log", "postStartCommand": "echo start >>log", "waitFor": "postStartCommand" }""");
        await Git.PutAsync(dotfiles, "install.sh", $"""echo "dotfiles $(cat colour)" >>{Folder}/log; echo ran >>"$HOME/ran" """);
        await Git.PutAsync(dotfiles, "colour", "blue");
        var spec = await SpecAsync(Busybox, devcontainer: new() { Dotfiles = new() { Repository = Git.Url(Here.Namespace, dotfiles) } });
        var environment = await Here.ApplyAsync(spec);
        var status = await environment.RunningAsync();
        Assert.Equal("create\ndotfiles blue\nstart", await environment.ExecAsync($"cat {Folder}/log"));
        Assert.Equal((null, null), (status.WarningMessage, status.Devcontainer!.WarningMessage));

        // The volume keeps what the user did; the container's file system is new, so it is installed again.
        await environment.ExecAsync("echo red >~/dotfiles/colour");
        await environment.ApplyAsync(await SpecAsync(Busybox, devcontainer: spec.Devcontainer) with { DesiredPhase = DesiredPhases.Stopped });
        await environment.StoppedAsync();
        await environment.ApplyAsync(spec);
        await environment.RunningAsync();
        Assert.Equal("create\ndotfiles red\nstart", await environment.ExecAsync($"cat {Folder}/log"));
        Assert.Equal("ran\nran", await environment.ExecAsync("cat ~/ran"));
    }

    [Fact]
    public async Task What_goes_wrong_with_them_is_a_warning()
    {
        var dotfiles = $"{Repository}-dotfiles";
        await Git.PutAsync(dotfiles, "setup", "echo no zsh here; exit 3");
        var failing = await Here.ApplyAsync(
            new() { Machine = new() { Class = await Here.ClassAsync(Busybox) }, Devcontainer = new() { Dotfiles = new() { Repository = Git.Url(Here.Namespace, dotfiles) } } });
        await failing.RunningAsync();
        var status = await failing.UntilAsync(now => now.Devcontainer?.WarningMessage is not null, "the warning is there");
        Assert.Equal("The dotfiles were not installed (exit code 3): dotfiles ended with 3: running setup no zsh here", status.Devcontainer!.WarningMessage);
        Assert.Equal((EnvironmentPhases.Running, "True Running"), (status.Phase, Ready(status)));
    }

    [Fact]
    public async Task A_repository_that_is_not_there_is_one_too_and_one_that_cannot_be_is_refused()
    {
        var spec = new EnvironmentSpec { Machine = new() { Class = await Here.ClassAsync(Busybox) }, Devcontainer = new() { Dotfiles = new() { Repository = Git.Url(Here.Namespace, "none") } } };
        var environment = await Here.ApplyAsync(spec);
        var status = await environment.RunningAsync();
        Assert.Contains("the dotfiles could not be cloned", Assert.Single(status.WarningMessage!));

        spec.Devcontainer.Dotfiles.Repository = "ftp://example.com/dotfiles";
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => environment.ApplyAsync(spec));
        Assert.Contains("spec.devcontainer.dotfiles.repository: must be a URL", refusal.Message, StringComparison.Ordinal);
    }
}
