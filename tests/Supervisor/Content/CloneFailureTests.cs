using System.Diagnostics;
using Environs.Protocol.Content;
using Environs.Supervisor.Tests.Support;

namespace Environs.Supervisor.Tests.Content;

[Trait("Category", "Program")]
public sealed class CloneFailureTests(GitServer server) : IAsyncLifetime
{
    private readonly InitContainer container = new();
    private TestRepository app = null!;

    public async ValueTask InitializeAsync() => app = await TestRepository.CreateAsync(server, $"app-{Guid.CreateVersion7()}");

    public ValueTask DisposeAsync()
    {
        container.Dispose();
        return ValueTask.CompletedTask;
    }

    private string Url(string kind = "open") => $"{server.Address}/{kind}/{app.Name}.git";

    [Theory]
    [InlineData("private", "", "", "could not read Username")]
    [InlineData("status/401", "", "", "could not read Username")]
    [InlineData("status/403", "", "", "error: 403")]
    [InlineData("status/404", "", "", "not found")]
    [InlineData("open", "RemoteBranch", "gone", "the remote has no branch \"gone\"")]
    [InlineData("open", "RemoteTag", "gone", "the remote has no tag \"gone\"")]
    [InlineData("open", "RemoteCommit", "0123456789abcdef0123456789abcdef01234567", "not our ref")]
    [InlineData("open", "RemoteCommit", "0123456789abcdef", "the remote has no commit")]
    public async Task A_remote_that_refuses_is_counted(string kind, string mode, string target, string message)
    {
        var request = Requests.Of(Requests.Git(Url(kind), mode, target, "app"));

        for (var count = 1; count <= 3; count++)
        {
            var result = await container.RunAsync(request);
            Assert.Equal(1, result.ExitCode);
            Assert.Equal(count, result.Report.Failure?.Refusals);
            Assert.Contains(message, result.Report.Failure?.Message, StringComparison.Ordinal);
            Assert.False(Directory.Exists(container.Clone("app")));
        }

        // Another request, or another pod, starts anew.
        Assert.Equal(1, (await container.RunAsync(request with { Session = "2" })).Report.Failure?.Refusals);
        container.NewPod();
        Assert.Equal(1, (await container.RunAsync(request)).Report.Failure?.Refusals);
    }

    [Theory]
    [InlineData("status/500", "error: 500")]
    [InlineData("status/503", "error: 503")]
    [InlineData("status/429", "error: 429")]
    public async Task A_server_in_trouble_is_no_refusal(string kind, string message)
    {
        var result = await container.RunAsync(Requests.Of(Requests.Git(Url(kind))));

        Assert.Equal((1, 0), (result.ExitCode, result.Report.Failure?.Refusals));
        Assert.Contains(message, result.Report.Failure?.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/r.git")]
    [InlineData("git://127.0.0.1:1/r.git")]
    [InlineData("http://no-such-host.invalid/r.git")]
    public async Task A_remote_out_of_reach_is_no_refusal(string url)
    {
        var result = await container.RunAsync(Requests.Of(Requests.Git(url)));

        Assert.Equal((1, 0), (result.ExitCode, result.Report.Failure?.Refusals));
    }

    [Theory]
    [InlineData("hang")]
    [InlineData("slow")]
    public async Task A_remote_that_falls_silent_is_given_up(string kind)
    {
        await BigFileAsync();
        container.StallSeconds = 2;
        var watch = Stopwatch.StartNew();

        var result = await container.RunAsync(Requests.Of(Requests.Git(Url(kind))));

        Assert.Equal((1, 0), (result.ExitCode, result.Report.Failure?.Refusals));
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 15);
    }

    [Fact]
    public async Task A_wrong_password_is_refused_and_not_shown()
    {
        var url = Url("private").Replace("http://", "http://ada:wr0ng@", StringComparison.Ordinal);

        var result = await container.RunAsync(Requests.Of(Requests.Git(url)));

        Assert.Equal(1, result.Report.Failure?.Refusals);
        Assert.Contains("Authentication failed", result.Report.Failure?.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wr0ng", result.Log + result.Report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_server_does_not_get_the_credentials()
    {
        var url = Url("redirect").Replace("http://", "http://ada:s3cret-pass@", StringComparison.Ordinal);

        var result = await container.RunAsync(Requests.Of(Requests.Git(url)));

        Assert.Equal((1, 1), (result.ExitCode, result.Report.Failure?.Refusals));
        Assert.Contains("localhost", result.Report.Failure?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Told_to_stop_it_does_so_at_once_though_it_is_the_first_process()
    {
        Assert.SkipUnless(Posix.Libc.GetEffectiveUserId() == 0, "needs root to make a PID namespace");
        using var process = container.Start(Requests.Of(Requests.Git(Url("hang"))), "unshare", "--pid", "--fork", "--mount-proc", "--kill-child");
        await Eventually.TrueAsync(() => Directory.Exists(Path.Combine(container.State, "unfinished")), "it has begun");
        var watch = Stopwatch.StartNew();
        var child = (await File.ReadAllTextAsync($"/proc/{process.Id}/task/{process.Id}/children")).Trim();

        await Command.RunAsync("kill", ["-TERM", child]);
        await process.WaitForExitAsync();

        Assert.Equal(143, process.ExitCode);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 10);
    }

    public static TheoryData<string, RepositoryRequest> Injections
    {
        get
        {
            const string Option = "--upload-pack=touch /tmp/environs-pwned";
            var good = new RepositoryRequest { RemoteUri = "https://example.com/r.git" };
            return new TheoryData<string, RepositoryRequest>
            {
                { "remoteUri", good with { RemoteUri = Option } },
                { "remoteUri", good with { RemoteUri = "ext::sh -c touch% /tmp/environs-pwned" } },
                { "remoteUri", good with { RemoteUri = "file:///etc" } },
                { "remoteUri", good with { RemoteUri = "/etc" } },
                { "remoteUri", good with { RemoteUri = "fd::17" } },
                { "upstreamRemoteUri", good with { UpstreamRemoteUri = Option } },
                { "upstreamRemoteUri", good with { UpstreamRemoteUri = "ext::sh -c id" } },
                { "contextUrl", new RepositoryRequest { ContextUrl = Option } },
                { "contextUrl", new RepositoryRequest { ContextUrl = "https://github.com/o/r/tree/" + Option.Replace(" ", "%20", StringComparison.Ordinal) } },
                { "cloneTarget", good with { TargetMode = "RemoteBranch", CloneTarget = Option } },
                { "cloneTarget", good with { TargetMode = "LocalBranch", CloneTarget = Option } },
                { "cloneTarget", good with { TargetMode = "RemoteTag", CloneTarget = Option } },
                { "cloneTarget", good with { TargetMode = "RemoteCommit", CloneTarget = Option } },
                { "cloneTarget", good with { TargetMode = "RemoteBranch", CloneTarget = "" } },
                { "targetMode", good with { TargetMode = Option } },
                { "checkoutLocation", good with { CheckoutLocation = Option } },
                { "checkoutLocation", good with { CheckoutLocation = "../../etc" } },
            };
        }
    }

    [Theory]
    [MemberData(nameof(Injections))]
    public async Task No_value_is_taken_for_an_option_or_another_transport(string field, RepositoryRequest repository)
    {
        var result = await container.RunAsync(Requests.Of(repository));

        Assert.Equal((1, 1), (result.ExitCode, result.Report.Failure?.Refusals));
        Assert.Contains(field, result.Report.Failure?.Message, StringComparison.Ordinal);
        Assert.False(File.Exists("/tmp/environs-pwned"));
    }

    [Theory]
    [InlineData("Ada\n[core]\n\tfsmonitor = touch /tmp/environs-pwned", "")]
    [InlineData("", "ada@example.com\r[core]")]
    public async Task A_name_is_one_line(string name, string mail)
    {
        var result = await container.RunAsync(Requests.Of(Requests.Git(Url())) with { GitUsername = name, GitEmail = mail });

        Assert.Equal((1, 1), (result.ExitCode, result.Report.Failure?.Refusals));
    }

    [Fact]
    public async Task Two_repositories_cannot_share_a_folder()
    {
        var result = await container.RunAsync(Requests.Of(Requests.Git(Url(), location: "a"), Requests.Git(Url(), location: "a/b")));

        Assert.Contains("checkoutLocation", result.Report.Failure?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_written_through_a_link()
    {
        using var outside = new TemporaryFolder();
        await container.RunAsync(null);
        File.CreateSymbolicLink(container.Clone("link"), outside.Path);
        File.CreateSymbolicLink(container.Clone(".moved-aside"), outside.Path);
        Directory.CreateDirectory(container.Clone("other"));
        await File.WriteAllTextAsync(container.Clone("other/file"), "work");

        var through = await container.RunAsync(Requests.Of(Requests.Git(Url(), location: "link/app")));
        var aside = await container.RunAsync(Requests.Of(Requests.Git(Url(), location: "other")));

        Assert.Contains("\"link\"", through.Report.Failure?.Message, StringComparison.Ordinal);
        Assert.Contains(".moved-aside", aside.Report.Failure?.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(outside.Path));
    }

    private async Task BigFileAsync()
    {
        using var work = new TemporaryFolder();
        await Command.GitAsync(work.Path, "clone", "--quiet", app.Bare, "w");
        var noise = new byte[2_000_000];
        new Random(1).NextBytes(noise);
        await File.WriteAllBytesAsync(work["w/noise"], noise);
        await Command.GitAsync(work["w"], "add", ".");
        await Command.GitAsync(work["w"], "commit", "--quiet", "-m", "noise");
        await Command.GitAsync(work["w"], "push", "--quiet");
    }
}
