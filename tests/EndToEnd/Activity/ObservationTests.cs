using Environs.Crds;
using Environs.EndToEnd.Tests.Installation;

namespace Environs.EndToEnd.Tests.Activity;

/// <summary>What an environment says of its repositories and ports.</summary>
public sealed class ObservationTests(InstalledOperator @operator) : OperatorTest(@operator)
{
    private const string Git = "git -C /workspaces/app -c user.name=Ada -c user.email=ada@example.com";

    [Fact]
    public async Task What_is_changed_committed_pushed_and_listened_on_is_told_and_then_nothing_is_written()
    {
        var git = await Operator.Git;
        var environment = await Here.ApplyAsync(new()
        {
            Machine = new() { Class = await Here.ClassAsync(new() { Image = Here.Images.Devbox, TerminationGracePeriodSeconds = 5, Storage = new() { Size = new("1Gi") } }) },
            Content = new() { Initializer = new() { Specs = [new() { Git = new() { RemoteUri = git.Url(Here.Namespace) } }, new() { Git = new() { RemoteUri = git.Url(Here.Namespace, "lib") } }] } },
        });
        await environment.RunningAsync();

        await environment.ExecAsync("echo new >/workspaces/app/new; echo mine >>/workspaces/lib/README.md");
        var status = await environment.UntilAsync(status => status.Content?.Git?.TotalChangedFiles == 1 && Lib(status)?.TotalChangedFiles == 1, "the changes are told");
        Assert.Equal(new FileChange { Path = "new", ChangeType = "Untracked" }, status.Content!.Git!.ChangedFiles!.Single());
        Assert.Equal("main", status.Content.Git.Branch);

        await environment.ExecAsync($"{Git} checkout -q -b mine && {Git} add . && {Git} commit -q -m 'Mine and only mine'");
        status = await environment.UntilAsync(status => status.Content?.Git is { Branch: "mine", TotalChangedFiles: null, TotalUnpushedCommits: 1 }, "the commit is told");
        Assert.EndsWith(": Mine and only mine", status.Content!.Git!.UnpushedCommits!.Single(), StringComparison.Ordinal);
        Assert.Equal((await environment.ExecAsync($"{Git} rev-parse HEAD")).Trim(), status.Content.Git.LatestCommit);

        // What is checked out elsewhere, and has been pushed, is not to be pushed.
        await environment.ExecAsync($"{Git} update-ref refs/remotes/origin/mine HEAD && {Git} checkout -q --detach");
        status = await environment.UntilAsync(status => status.Content?.Git is { Branch: null, TotalUnpushedCommits: null }, "the push is told");

        await environment.ExecAsync("for at in 127.0.0.1:8123 0.0.0.0:8124; do python3 -m http.server --bind ${at%:*} ${at#*:} >/dev/null 2>&1 & done");
        status = await environment.UntilAsync(status => status.Ports?.Count == 2, "the ports are told");
        Assert.Equal(["127.0.0.1:8123", "0.0.0.0:8124"], status.Ports!.Select(port => $"{port.Addresses!.Single()}:{port.Port}"));
        Assert.NotNull(status.Machine!.Versions!.SupervisorVersion);
        Assert.NotNull(status.LastStartedAt);

        if (Operator.Audit is { } audit)
        {
            var before = await audit.WritesAsync(Here.Namespace);
            await Task.Delay(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
            Assert.Equal(before, await audit.WritesAsync(Here.Namespace));
        }

        await environment.ExecAsync("pkill -f '[8]123'");
        await environment.UntilAsync(status => status.Ports is [{ Port: 8124 }], "the port that is closed is not told any more");
        await environment.ExecAsync("rm -rf /workspaces/lib");
        await environment.UntilAsync(status => Lib(status) is null, "the repository that is gone is not told any more");
    }

    private static GitStatus? Lib(EnvironmentStatus status) => status.Content?.Repositories?.SingleOrDefault(repository => repository.Location == "/workspaces/lib")?.Git;
}
