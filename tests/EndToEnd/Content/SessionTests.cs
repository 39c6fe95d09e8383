using Environs.Crds;
using Environs.EndToEnd.Tests.Git;
using Environs.EndToEnd.Tests.Installation;

namespace Environs.EndToEnd.Tests.Content;

public sealed class SessionTests(InstalledOperator @operator) : OperatorTest(@operator)
{
    [Fact]
    public async Task A_second_start_clones_nothing()
    {
        var git = await Operator.Git;
        var environment = await Here.ApplyAsync(await SpecAsync(git, "one"));
        await environment.RunningAsync();
        var requests = await git.RequestsAsync(Here.Namespace);
        Assert.NotEqual(0, requests);

        await environment.ApplyAsync(await SpecAsync(git, "one") with { DesiredPhase = DesiredPhases.Stopped });
        await environment.StoppedAsync();
        await environment.ApplyAsync(await SpecAsync(git, "one"));
        var status = await environment.RunningAsync();
        Assert.Equal("main", status.Content!.Git!.Branch);
        Assert.Equal(requests, await git.RequestsAsync(Here.Namespace));
    }

    [Fact]
    public async Task A_new_session_clones_again_and_moves_unsaved_work_aside()
    {
        var git = await Operator.Git;
        var environment = await Here.ApplyAsync(await SpecAsync(git, "one"));
        var before = await environment.RunningAsync();
        await environment.UntilExecAsync("git -C /workspaces/app status --porcelain && echo works", "works");
        await environment.ExecAsync("cd /workspaces/app && echo mine >>more.txt && cd ../lib && echo x >x && git add x && git commit -q -m unpushed && rm -rf ../clean/more.txt && git -C ../clean checkout -q .");

        await environment.ApplyAsync(await SpecAsync(git, "two"));
        var status = await environment.RunningInNewPodAsync(before);
        Assert.Equal("two", status.Content!.Session);
        Assert.Equal(
            "mine; unpushed; second; clean; 2",
            await environment.ExecAsync(
                "cd /workspaces && echo \"$(tail -n 1 .moved-aside/app-1/more.txt); $(git -C .moved-aside/lib-1 log -1 --format=%s); "
                + "$(git -C app log -1 --format=%s); $(git -C app status --porcelain | grep . || echo clean); $(ls .moved-aside | wc -l)\""));
        Assert.All(["/workspaces/.moved-aside/app-1", "/workspaces/.moved-aside/lib-1"], place => Assert.Contains(place, status.Content.WarningMessage));
        Assert.Equal(2, status.WarningMessage!.Count);
    }

    private async Task<EnvironmentSpec> SpecAsync(GitServer git, string session) => new()
    {
        Machine = new() { Class = await Here.ClassAsync(new() { Image = Here.Images.Devbox, Storage = new() { Size = new("1Gi") }, TerminationGracePeriodSeconds = 5 }) },
        Content = new()
        {
            Session = session,
            GitUsername = "Ada",
            GitEmail = "ada@example.com",
            Initializer = new()
            {
                Specs =
                [
                    new() { Git = new() { RemoteUri = git.Url(Here.Namespace) } },
                    new() { Git = new() { RemoteUri = git.Url(Here.Namespace, "lib") } },
                    new() { Git = new() { RemoteUri = git.Url(Here.Namespace), CheckoutLocation = "clean" } },
                ],
            },
        },
    };
}
