using Environs.Crds;
using Environs.Operator.Activity;
using Environs.Operator.Environments;
using Environs.Operator.Tests.Environments;

using Environs.Protocol.Supervision;
using RepositoryReport = Environs.Protocol.Supervision.RepositoryReport;

namespace Environs.Operator.Tests.Activity;

/// <summary>What the status tells of git, ports and activity.</summary>
public sealed class ActivityHealthTests
{
    private const string App = "/workspaces/app";
    private const string Lib = "/workspaces/lib";
    private V1alpha1Environment environment = Some.Environment();

    [Fact]
    public void A_repository_is_told_as_it_was_cloned_until_git_says_more()
    {
        var status = Pass(Observation.None);

        Assert.Equal(("main", "https://h/o/app.git", null), (status.Content!.Git!.Branch, status.Content.Git.CloneUrl, status.Content.Git.ChangedFiles));
        Assert.Equal([Lib], status.Content.Repositories!.Select(repository => repository.Location));
    }

    [Fact]
    public void Each_repository_is_told_as_git_sees_it()
    {
        var status = Pass(Seen(
            new()
            {
                Folder = Lib,
                Branch = "mine",
                LatestCommit = "c2",
                UnpushedCommits = { "c2: Mine" },
                TotalUnpushedCommits = 1,
            },
            new()
            {
                Folder = App,
                LatestCommit = "c1",
                TotalChangedFiles = 200,
                ChangedFiles = { new ChangedFile { Path = "b", Type = ChangeType.Renamed, OldPath = "a" }, new ChangedFile { Path = "c" } },
            }));

        var git = status.Content!.Git!;
        Assert.Equal((null, "c1", "https://h/o/app.git", 200, null), (git.Branch, git.LatestCommit, git.CloneUrl, git.TotalChangedFiles, git.TotalUnpushedCommits));
        Assert.Equal([new() { Path = "b", ChangeType = "Renamed", OldPath = "a" }, new() { Path = "c" }], git.ChangedFiles!);
        Assert.Equal(("mine", 1), (status.Content.Repositories![0].Git!.Branch, status.Content.Repositories[0].Git!.TotalUnpushedCommits));
    }

    [Fact]
    public void What_git_said_last_stays_while_it_is_not_heard_and_when_the_pod_has_gone()
    {
        Pass(Seen(new RepositoryReport { Folder = App, Branch = "mine", LatestCommit = "c1" }));
        Assert.Equal("mine", Pass(Observation.None).Content!.Git!.Branch);

        environment.Spec.DesiredPhase = DesiredPhases.Stopped;
        Assert.Equal("mine", Pass(Observation.None, hasPod: false).Content!.Git!.Branch);
    }

    [Fact]
    public void A_repository_that_is_gone_is_not_told_and_one_that_git_cannot_read_says_why()
    {
        Assert.Null(Pass(Seen()).Content!.Git);

        var status = Pass(Seen(new RepositoryReport { Folder = App, Problem = "fatal: bad config" }));
        Assert.Equal("/workspaces/app: fatal: bad config.", status.Content!.WarningMessage);
        Assert.Equal("main", status.Content.Git!.Branch);
    }

    [Fact]
    public void Ports_are_told_while_there_is_a_pod()
    {
        var ports = new Observation { Ports = new() { Ports = { new ListeningPort { Port = 8080, Addresses = { "127.0.0.1", "::1" } } } } };
        Assert.Equal(["127.0.0.1", "::1"], Pass(ports).Ports!.Single().Addresses!);
        Assert.Equal(8080, Pass(Observation.None).Ports!.Single().Port);
        Assert.Null(Pass(new Observation { Ports = new() }).Ports);

        Pass(ports);
        environment.Spec.DesiredPhase = DesiredPhases.Stopped;
        Assert.Null(Pass(Observation.None, hasPod: false).Ports);
    }

    [Fact]
    public void Activity_is_written_no_more_often_than_every_four_minutes_and_never_in_the_future()
    {
        var now = Some.Now.ToUnixTimeMilliseconds();
        Assert.Null(Pass(Observation.None).ActivitySignal);
        Assert.Equal(new() { Source = "Terminal", Timestamp = Some.Now.UtcDateTime.AddMinutes(-10) }, Pass(Active(now - 600_000)).ActivitySignal);
        Assert.Equal(Some.Now.UtcDateTime.AddMinutes(-10), Pass(Active(now - 400_000)).ActivitySignal!.Timestamp);
        Assert.Equal(Some.Now.UtcDateTime, Pass(Active(now + 3_600_000)).ActivitySignal!.Timestamp);
        Assert.Equal(Some.Now.UtcDateTime, Pass(Observation.None).ActivitySignal!.Timestamp);
    }

    private static Observation Active(long at) => new() { Activity = new() { Source = "Terminal", At = at } };

    private static Observation Seen(params RepositoryReport[] repositories) => new() { Git = new() { Repositories = { repositories } } };

    private EnvironmentStatus Pass(Observation observation, bool hasPod = true)
    {
        var message = Some.Report(new()
        {
            Repositories =
            [
                new() { CloneUrl = "https://h/o/app.git", Location = App, Branch = "main", LatestCommit = new string('a', 40) },
                new() { CloneUrl = "https://h/o/lib.git", Location = Lib, Branch = "main", LatestCommit = new string('b', 40) },
            ],
        });
        var pod = hasPod ? Some.RunningPod(environment, pod => pod.Status.InitContainerStatuses = [Some.Init(new() { Terminated = new() { ExitCode = 0, Message = message } })]) : null;
        var state = Some.State(environment, pod) with { Observation = observation };
        var status = EnvironmentHealth.Of(state, EnvironmentPolicy.Decide(state));
        environment = new V1alpha1Environment { Metadata = environment.Metadata, Spec = environment.Spec, Status = status };
        return status;
    }
}
