using System.Text.Json;
using Environs.Crds;
using Environs.EndToEnd.Tests.Git;
using Environs.EndToEnd.Tests.Installation;
using Environs.Support;

namespace Environs.EndToEnd.Tests.Content;

public sealed class FailureTests(InstalledOperator @operator) : OperatorTest(@operator)
{
    // kubelet starts the init container at 0, 10, 30, 70 and 150 s; a busy node is slower.
    private static readonly TimeSpan FiveTries = TimeSpan.FromMinutes(6);

    [Theory]
    [InlineData("nobody", "missing", "not found")]
    [InlineData("private", "app", "could not read Username")]
    public async Task What_the_remote_refuses_five_times_is_not_asked_again_until_the_spec_changes(string asker, string repository, string said)
    {
        var git = await Operator.Git;
        var environment = await Here.ApplyAsync(await SpecAsync(git.Url(asker, repository)));
        var failing = await environment.UntilReasonAsync("ContentFailed");
        Assert.Contains(said, failing.Content!.FailureMessage, StringComparison.OrdinalIgnoreCase);

        var status = await environment.UntilReasonAsync("ContentRefused", FiveTries);
        await environment.PollAsync(async () => await environment.PodAsync() is null, "its pod is gone", null);
        Assert.Equal("True", TestEnvironment.Condition(status, EnvironmentConditions.Stalled)!.Status);
        Assert.Contains(said, Assert.Single(status.FailureMessage!), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("change spec.content.session", status.FailureMessage![0]);
        Assert.Equal(ContentPhases.Failed, status.Content!.Phase);
        Assert.InRange(await Operator.PassesAsync(Here.Namespace, environment.Name), 1, 20);

        await environment.ApplyAsync(await SpecAsync(git.Url(Here.Namespace)));
        status = await environment.RunningAsync();
        Assert.Null(status.FailureMessage);
    }

    [Fact]
    public async Task Credentials_in_an_address_are_refused_and_shown_nowhere()
    {
        var git = await Operator.Git;
        var environment = new TestEnvironment(Here, "x");
        var spec = await SpecAsync(git.Url("private").Replace("http://", "http://ada:s3cret-of-mine@", StringComparison.Ordinal));
        var answer = await Here.Api.ApplyAsync(environment.Path, CrdKinds.Make("Environment", JsonSerializer.Serialize(spec, CrdsJson.Default.EnvironmentSpec), environment.Name));
        if (answer.Code == 422)
        {
            // The server itself, or the webhook.
            Assert.DoesNotContain("s3cret-of-mine", answer.Body.ToJsonString());
            return;
        }


        await environment.UntilReasonAsync("InvalidResource");
        Assert.DoesNotContain("s3cret-of-mine", (await Here.Api.GetAsync(environment.Path)).Body["status"]!.ToJsonString());
        Assert.DoesNotContain("s3cret-of-mine", (await Here.KubectlAsync("get", "events", "--output=json")).Text);
        foreach (var pod in await Operator.PodsAsync())
            Assert.DoesNotContain("s3cret-of-mine", (await Operator.Tools.KubectlAsync("logs", "--namespace", InstalledOperator.Namespace, pod.Metadata.Name)).Output);
    }

    [Fact]
    public async Task A_wrong_address_that_is_corrected_does_not_wait_for_the_fifth_refusal()
    {
        var git = await Operator.Git;
        var environment = await Here.ApplyAsync(await SpecAsync(git.Url(Here.Namespace, "missing")));
        await environment.UntilReasonAsync("ContentFailed");
        await environment.ApplyAsync(await SpecAsync(git.Url(Here.Namespace)));
        Assert.Equal("main", (await environment.RunningAsync()).Content!.Git!.Branch);
    }

    [Fact]
    public async Task A_server_that_is_away_is_waited_for()
    {
        await using var server = await GitServer.PrepareAsync(await Playground.CreateAsync(Operator, "away"));
        await server.StartAsync();
        await server.SwitchOffAsync();
        var environment = await Here.ApplyAsync(await SpecAsync(server.Url(Here.Namespace)));
        var status = await environment.UntilReasonAsync("ContentFailed");
        Assert.Equal("False", TestEnvironment.Condition(status, EnvironmentConditions.Stalled)!.Status);

        await server.SwitchOnAsync();
        Assert.Equal("main", (await environment.RunningAsync()).Content!.Git!.Branch);
    }

    [Fact]
    public async Task A_repository_of_200_MB_is_cloned_whole()
    {
        var git = await Operator.Git;
        var environment = new TestEnvironment(Here, "x");
        await environment.PollAsync(() => git.HasAsync("big"), "the server has made the repository", TimeSpan.FromMinutes(10));
        await environment.ApplyAsync(await SpecAsync(git.Url(Here.Namespace, "big")));
        var status = await environment.RunningAsync(TimeSpan.FromMinutes(10));
        Assert.Equal(await git.CommitAsync("main", "big"), status.Content!.Git!.LatestCommit);
        Assert.Equal("209715200", await environment.ExecAsync("cat /workspaces/big/* | wc -c"));
    }

    private async Task<EnvironmentSpec> SpecAsync(string url) => new()
    {
        Machine = new() { Class = await Here.TinyAsync() },
        Content = new() { Initializer = new() { Specs = [new() { Git = new() { RemoteUri = url } }] } },
    };
}
