using Environs.Crds;
using Environs.EndToEnd.Tests.Automations;
using Environs.EndToEnd.Tests.Installation;

namespace Environs.EndToEnd.Tests.Devcontainers;

public sealed class DevcontainerTests(InstalledOperator @operator) : DevcontainerTest(@operator)
{
    [Fact]
    public async Task A_dev_container_comes_up_as_its_file_says_and_services_see_it()
    {
        // Debian, whose user is root; the file says somebody else.
        var environment = await ApplyAsync(
            Busybox,
            (".devcontainer/devcontainer.json", $$"""
                {
                  // From the class: busybox.
                  "image": "{{Here.Images.Content}}",
                  "remoteUser": "daemon",
                  "containerEnv": { "COLOUR": "blue" },
                  "remoteEnv": { "SHADE": "dark ${containerEnv:COLOUR}", "PATH": "${containerEnv:PATH}:${containerWorkspaceFolder}/bin" },
                  "onCreateCommand": "echo on create by $(id -un) >log",
                  "updateContentCommand": ["sh", "-c", "echo update content by $(id -un) >>log"],
                  "postCreateCommand": { "one": "echo 1 >one", "two": ["sh", "-c", "echo $SHADE >two"] },
                  "postStartCommand": "cat one two >>log",
                  "postAttachCommand": "echo attached; env | grep ^SHADE",
                  "waitFor": "postStartCommand",
                  "runArgs": ["--init"],
                }
                """),
            (".ona/automations.yaml", """
                services:
                  shop:
                    name: Shop
                    commands:
                      start: echo "$(id -un) $SHADE" >service; exec sleep 1000
                    triggeredBy: [postDevcontainerStart]
                """));
        var status = await environment.RunningAsync();

        var devcontainer = status.Devcontainer!;
        Assert.Equal((FilePresences.Discovered, ".devcontainer/devcontainer.json", true), (devcontainer.DevcontainerFilePresence, devcontainer.DevcontainerFilePath, devcontainer.DevcontainerconfigInSync));
        Assert.Equal((Here.Images.Content, "daemon", Folder, DevcontainerPhases.Running), (devcontainer.Image, devcontainer.RemoteUser, devcontainer.RemoteWorkspaceFolder, devcontainer.Phase));
        Assert.Contains("\"runArgs\" has no effect", devcontainer.WarningMessage);
        Assert.Equal("on create by daemon\nupdate content by daemon\n1\ndark blue", await environment.ExecAsync($"head -n 4 {Folder}/log"));
        var automations = new TestAutomations(Here, environment);
        await automations.ServiceAsync("shop", ServicePhases.Running);
        await environment.UntilExecAsync($"cat {Folder}/service", "daemon dark blue");
        foreach (var line in (string[])["[postAttachCommand] attached", "[postAttachCommand] SHADE=dark blue"]) await environment.UntilLogAsync("dev", line);

        // Who edits the file is told that the container is another; nothing of it changes.
        await environment.ExecAsync($"echo '{{}}' >{Folder}/.devcontainer/devcontainer.json");
        var edited = await environment.UntilAsync(now => now.Devcontainer!.DevcontainerconfigInSync == false, "the file is seen to differ");
        Assert.Equal((EnvironmentPhases.Running, "daemon", devcontainer.ContainerId), (edited.Phase, edited.Devcontainer!.RemoteUser, edited.Devcontainer.ContainerId));
    }

    [Fact]
    public async Task An_image_of_busybox_is_enough_also_without_rights()
    {
        var environment = await ApplyAsync(
            Devbox with { PodSecurityLevel = PodSecurityLevels.Restricted, Storage = null },
            (".devcontainer.json", $$"""{ "image": "{{Here.Images.Busybox}}", "remoteUser": "1000", "onCreateCommand": ["touch", "made"], "postCreateCommand": "id -u >user" }"""));
        var status = await environment.RunningAsync();
        Assert.Equal(Here.Images.Busybox, status.Devcontainer!.Image);
        await environment.UntilExecAsync($"ls {Folder}/made && cat {Folder}/user", $"{Folder}/made\n1000");
    }

    [Fact]
    public async Task A_command_that_fails_is_told_and_the_container_stays_to_be_looked_at()
    {
        var environment = await ApplyAsync(Busybox, (".devcontainer.json", """{ "postCreateCommand": "echo no such module; exit 3", "postStartCommand": "touch started" }"""));
        await environment.UntilReasonAsync("LifecycleCommandFailed");
        // Its supervisor may be faster to tell than kubelet is to say that it runs.
        var status = await environment.UntilAsync(now => now.Phase == EnvironmentPhases.Running, "it runs all the same");
        Assert.Equal(DevcontainerPhases.Failed, status.Devcontainer!.Phase);
        Assert.Equal("postCreateCommand failed with exit code 3: postCreateCommand ended with 3: no such module", status.Devcontainer.FailureMessage);
        Assert.Equal("no", await environment.ExecAsync($"test -e {Folder}/started && echo yes || echo no"));
    }

    [Fact]
    public async Task One_that_is_awaited_keeps_the_environment_from_running()
    {
        var environment = await ApplyAsync(Busybox, (".devcontainer.json", """{ "onCreateCommand": "while [ ! -e go ]; do sleep 0.2; done; exit 4" }"""));
        var status = await environment.UntilReasonAsync("RunningLifecycleCommand");
        Assert.Equal(EnvironmentPhases.Starting, status.Phase);
        await environment.UntilAsync(now => now.Conditions.Any(condition => condition.Message.StartsWith("onCreateCommand of", StringComparison.Ordinal)), "the command is named");
        await environment.ExecAsync($"touch {Folder}/go");
        status = await environment.UntilReasonAsync("LifecycleCommandFailed");
        Assert.Equal(EnvironmentPhases.Starting, status.Phase);
    }

    [Fact]
    public async Task A_prebuild_runs_no_more_than_the_first_commands()
    {
        await Git.PutAsync(Repository, ".devcontainer.json", """{ "onCreateCommand": "echo a >>log", "updateContentCommand": "echo b >>log", "postCreateCommand": "echo c >>log", "waitFor": "postCreateCommand" }""");
        var environment = await Here.ApplyAsync(await SpecAsync(Busybox, devcontainer: new() { LifecycleStage = LifecycleStages.Prebuild }));
        await environment.RunningAsync();
        Assert.Equal("a\nb", await environment.ExecAsync($"cat {Folder}/log"));
    }

    [Fact]
    public async Task A_file_that_cannot_be_done_fails_with_what_to_do_until_it_is_corrected()
    {
        var environment = await ApplyAsync(Busybox, (".devcontainer/devcontainer.json", "{\n  \"build\": { \"dockerfile\": \"Dockerfile\" }\n}"));
        var status = await environment.UntilReasonAsync("DevcontainerFailed");
        Assert.Equal((EnvironmentPhases.Starting, DevcontainerPhases.Failed), (status.Phase, status.Devcontainer!.Phase));
        Assert.Contains("line 2, column 3: \"build\": images are not built here: build the image beforehand, name it in \"image\", and take \"build\" out", status.Devcontainer.FailureMessage);
        Assert.Equal("True", TestEnvironment.Condition(status, EnvironmentConditions.Stalled)!.Status);
        await environment.UntilLogAsync("content", "\"build\"");

        await Git.PutAsync(Repository, ".devcontainer/devcontainer.json", $$"""{ "image": "{{Here.Images.Devbox}}" }""");
        await environment.ApplyAsync(await SpecAsync(Busybox, session: "corrected"));
        Assert.Equal(Here.Images.Devbox, (await environment.RunningAsync()).Devcontainer!.Image);
    }
}
