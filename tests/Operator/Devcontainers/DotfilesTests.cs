using System.Diagnostics;
using Environs.Crds;
using Environs.Operator.Devcontainers;
using Environs.Operator.Environments;
using Environs.Operator.Tests.Environments;
using Environs.Protocol.Supervision;

namespace Environs.Operator.Tests.Devcontainers;

public sealed class DotfilesTests : IDisposable
{
    private readonly string home = Directory.CreateTempSubdirectory("environs-dotfiles-").FullName;

    public DotfilesTests() => Directory.CreateDirectory(Path.Combine(home, "dotfiles"));

    public void Dispose() => Directory.Delete(home, recursive: true);

    [Theory]
    [InlineData("", "dotfiles")]
    [InlineData("onCreateCommand", "onCreateCommand dotfiles")]
    [InlineData("onCreateCommand updateContentCommand postCreateCommand postStartCommand postAttachCommand", "onCreateCommand updateContentCommand postCreateCommand dotfiles postStartCommand postAttachCommand")]
    [InlineData("postAttachCommand", "dotfiles postAttachCommand")]
    public void They_are_installed_after_what_creates_the_container(string commands, string expected)
    {
        var file = new Devcontainer { Commands = [.. commands.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => new LifecycleCommand(name, [new LifecyclePart("", "true", [])], true))] };
        var desired = DevcontainerDesires.OfDev(WithDotfiles(), file);
        Assert.Equal(expected, string.Join(' ', desired.Commands.Select(command => command.Name)));
        var installed = desired.Commands.Single(command => command.Name == Dotfiles.Name);
        Assert.Equal((true, false, 300_000), (installed.Optional, installed.Awaited, installed.Limit));
        Assert.DoesNotContain(DevcontainerDesires.OfDev(Some.Environment(), file).Commands, command => command.Name == Dotfiles.Name);
        Assert.DoesNotContain(DevcontainerDesires.OfDev(WithDotfiles(LifecycleStages.Prebuild), file).Commands, command => command.Name == Dotfiles.Name);
    }

    [Fact]
    public void The_init_container_is_asked_for_them_and_their_address_is_no_part_of_the_content()
    {
        var pod = EnvironmentPod.Build(WithDotfiles(), Some.Class().Spec, true, Some.Options);
        Assert.Equal(Some.Options.ContentImage, pod.Spec.InitContainers[0].Image);
        Assert.Contains("https://example.com/dotfiles", pod.Spec.InitContainers[0].Env.Single(variable => variable.Name == "ENVIRONS_CONTENT").Value);
        Assert.Equal("", ContentRequests.Hash(WithDotfiles().Spec));
        Assert.Equal(Some.Options.SupervisorImage, EnvironmentPod.Build(WithDotfiles(LifecycleStages.Prebuild), Some.Class().Spec, true, Some.Options).Spec.InitContainers[0].Image);
    }

    [Fact]
    public void A_failure_is_a_warning()
    {
        var environment = WithDotfiles();
        var state = Some.State(environment, Some.RunningPod(environment)) with
        {
            Devcontainer = new()
            {
                Presence = FilePresences.Absent,
                File = new(),
                Lifecycle = new() { Commands = { new LifecycleCommandReport { Name = Dotfiles.Name, Phase = StepPhase.Failed, ExitCode = 3, FailureMessage = "no zsh" } } },
            },
        };
        var status = EnvironmentHealth.Of(state, EnvironmentPolicy.Decide(state));
        Assert.Equal((EnvironmentPhases.Running, DevcontainerPhases.Running, null), (status.Phase, status.Devcontainer!.Phase, status.Devcontainer.FailureMessage));
        Assert.Equal("The dotfiles were not installed (exit code 3): no zsh", status.Devcontainer.WarningMessage);
    }

    [Theory]
    [InlineData("install.sh", "setup.sh")]
    [InlineData("install", "bootstrap")]
    [InlineData("bootstrap.sh", "setup")]
    [InlineData("script/bootstrap", "script/setup")]
    [InlineData("setup.sh", "setup")]
    [InlineData("script/setup", ".bashrc")]
    public async Task The_first_of_the_usual_scripts_is_run_executable_or_not(string script, string other)
    {
        foreach (var mode in (string[])["a-x", "a+x"])
        {
            foreach (var shell in (string[])["/bin/bash", "/bin/sh"])
            {
                Write(other, "exit 9");
                var path = Write(script, "#!/usr/bin/env sh\necho \"${0##*/} in $PWD\" >\"$HOME/ran\"; exit 3");
                using (var changing = Process.Start("chmod", [mode, path])) await changing.WaitForExitAsync(TestContext.Current.CancellationToken);
                Assert.Equal(3, (await RunAsync(shell)).Code);
                Assert.Equal($"{Path.GetFileName(script)} in {home}/dotfiles", (await ReadAsync("ran")).Trim());
                Assert.False(Path.Exists(Path.Combine(home, ".bashrc")));
                File.Delete(Path.Combine(home, "dotfiles", script));
            }
        }
    }

    [Fact]
    public async Task A_script_that_names_no_interpreter_is_the_shell_s()
    {
        Write("setup", "echo shell >\"$HOME/ran\"");
        Assert.Equal(0, (await RunAsync()).Code);
        Assert.Equal("shell\n", await ReadAsync("ran"));
    }

    [Fact]
    public async Task Without_one_the_dotfiles_are_linked_and_nothing_of_the_home_is_lost()
    {
        foreach (var file in (string[])[".bashrc", ".vimrc", ".config/git/config", ".git/HEAD", "README.md", ".odd name"]) Write(file, $"ours {file}");
        await File.WriteAllTextAsync(Path.Combine(home, ".bashrc"), "the image's", TestContext.Current.CancellationToken);
        Directory.CreateDirectory(Path.Combine(home, ".config"));

        var (code, output) = await RunAsync();

        Assert.Equal(0, code);
        Assert.Equal(("ours .bashrc", "the image's", "ours .vimrc", "ours .odd name"), (await ReadAsync(".bashrc"), await ReadAsync(".bashrc.before-dotfiles"), await ReadAsync(".vimrc"), await ReadAsync(".odd name")));
        Assert.Contains("~/.config stays as it is", output);
        Assert.False(Path.Exists(Path.Combine(home, ".git")));
        Assert.False(Path.Exists(Path.Combine(home, "README.md")));

        Assert.Equal(0, (await RunAsync()).Code);
        Assert.Equal("the image's", await ReadAsync(".bashrc.before-dotfiles"));
    }

    [Fact]
    public async Task Where_there_are_none_there_is_nothing_to_do()
    {
        Directory.Delete(Path.Combine(home, "dotfiles"));
        Assert.Equal((0, ""), await RunAsync());
    }

    private static V1alpha1Environment WithDotfiles(string? stage = null) =>
        Some.Environment(environment => environment.Spec.Devcontainer = new() { Dotfiles = new() { Repository = "https://example.com/dotfiles" }, LifecycleStage = stage });

    private string Write(string file, string text)
    {
        var path = Path.Combine(home, "dotfiles", file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    private Task<string> ReadAsync(string file) => File.ReadAllTextAsync(Path.Combine(home, file), TestContext.Current.CancellationToken);

    private async Task<(int Code, string Output)> RunAsync(string shell = "/bin/sh")
    {
        var start = new ProcessStartInfo(shell, ["-c", Dotfiles.Script]) { RedirectStandardOutput = true, Environment = { ["HOME"] = home } };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output);
    }
}
