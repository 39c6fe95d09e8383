using System.Diagnostics;
using System.Text.Json;
using Environs.Protocol;
using Environs.Protocol.Content;
using Environs.Protocol.Secrets;
using Environs.Supervisor.Tests.Content;
using Environs.Supervisor.Tests.Support;

namespace Environs.Supervisor.Tests.Secrets;

/// <summary>A private repository over https, with the password that kubelet brings.</summary>
[Trait("Category", "Program")]
public sealed class PrivateCloneTests(GitServer server) : IAsyncLifetime
{
    private const string Right = "ada:s3cret-pass";
    private readonly TemporaryFolder root = new();
    private readonly InitContainer container = new();
    private Projection projection = null!;
    private TestRepository app = null!;

    private string Url => $"{server.SecureAddress}/private/{app.Name}.git";

    public async ValueTask InitializeAsync()
    {
        projection = new Projection(root);
        app = await TestRepository.CreateAsync(server, $"app-{Guid.CreateVersion7()}");
        container.More["ENVIRONS_SECRETS_FOLDER"] = projection.Folder;
        container.More["GIT_SSL_CAINFO"] = server.AuthorityFile;
        Tell(optional: false);
    }

    public ValueTask DisposeAsync()
    {
        container.Dispose();
        root.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task It_is_cloned_and_the_password_is_nowhere()
    {
        projection.Put(("git", Right));
        var result = await container.RunAsync(Requests.Of(Requests.Git(Url, location: "app")));
        Assert.Null(result.Report.Failure);
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(Url, await Command.GitAsync(container.Clone("app"), "remote", "get-url", "origin"));
        Assert.Equal(1, (await Command.RunAsync("grep", ["-r", "s3cret-pass", container.Volume, container.Bin])).ExitCode);
        Assert.DoesNotContain("s3cret-pass", result.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_with_an_authority_of_its_own_is_believed_as_the_operator_says()
    {
        projection.Put(("git", Right));
        container.More.Remove("GIT_SSL_CAINFO");
        container.More["ENVIRONS_OPERATOR"] = root["operator"];
        var request = Requests.Of(Requests.Git(Url, location: "app"));
        // The machine that runs the test may have one for all servers.
        string[] unset = ["env", "--unset", "GIT_SSL_CAINFO"];
        Assert.Contains("certificate", (await container.RunAsync(request, unset)).Report.Failure?.Message, StringComparison.Ordinal);

        Directory.CreateDirectory(root["operator"]);
        await File.WriteAllTextAsync(root["operator/gitconfig"], $"[http \"{server.SecureAddress}/\"]\n\tsslCAInfo = {server.AuthorityFile}\n", TestContext.Current.CancellationToken);

        Assert.Null((await container.RunAsync(request, unset)).Report.Failure);
    }

    [Fact]
    public async Task What_is_missing_is_waited_for()
    {
        using var process = container.Start(Requests.Of(Requests.Git(Url, location: "app")));
        var log = new Lines(process);
        await Eventually.TrueAsync(() => log.Text.Contains("waiting for Secret \"s\", key \"k\" of spec.secrets \"git\"", StringComparison.Ordinal), "it says what it waits for");
        Assert.False(Directory.Exists(container.Clone("app")));
        projection.Put(("git", Right));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
        Assert.True(Directory.Exists(container.Clone("app")));
    }

    [Fact]
    public async Task What_is_optional_is_not_waited_for()
    {
        Tell(optional: true);
        var result = await container.RunAsync(Requests.Of(Requests.Git(Url, location: "app")));
        Assert.Equal((1, 1), (result.ExitCode, result.Report.Failure?.Refusals));
    }

    [Fact]
    public async Task After_five_refusals_another_value_is_waited_for_and_tried()
    {
        projection.Put(("git", "ada:wrong"));
        var request = Requests.Of(Requests.Git(Url, location: "app"));
        for (var count = 1; count <= 5; count++) Assert.Equal(count, (await container.RunAsync(request)).Report.Failure?.Refusals);

        using var process = container.Start(request);
        var log = new Lines(process);
        await Eventually.TrueAsync(() => log.Text.Contains("waiting for another value", StringComparison.Ordinal), "it waits");
        projection.Put(("git", Right));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public async Task Another_value_begins_the_count_anew()
    {
        projection.Put(("git", "ada:wrong"));
        var request = Requests.Of(Requests.Git(Url, location: "app"));
        Assert.Equal(1, (await container.RunAsync(request)).Report.Failure?.Refusals);
        Assert.Equal(2, (await container.RunAsync(request)).Report.Failure?.Refusals);
        projection.Put(("git", "ada:wrong too"));
        Assert.Equal(1, (await container.RunAsync(request)).Report.Failure?.Refusals);
    }

    [Fact]
    public async Task It_is_not_given_to_another_host_nor_in_the_clear()
    {
        projection.Put(("git", Right));
        var clear = new Uri($"{server.Address}/private/{app.Name}.git");
        foreach (var (url, host) in ((string, string)[])[(Url, "other.example.com"), (clear.ToString(), clear.Authority)])
        {
            Tell(optional: false, host);
            Assert.Contains("could not read Username", (await container.RunAsync(Requests.Of(Requests.Git(url)))).Report.Failure?.Message, StringComparison.Ordinal);
        }
    }

    private void Tell(bool optional, string? host = null) => container.More["ENVIRONS_SECRETS"] = JsonSerializer.Serialize(
        [new MountedSecret { Id = "git", Secret = "s", Key = "k", Optional = optional, GitHost = host ?? new Uri(server.SecureAddress).Authority }], ProtocolJson.Default.IReadOnlyListMountedSecret);

    private sealed class Lines
    {
        private readonly System.Text.StringBuilder text = new();

        internal Lines(Process process)
        {
            process.ErrorDataReceived += (_, line) =>
            {
                lock (text) text.AppendLine(line.Data);
            };
            process.BeginErrorReadLine();
        }

        internal string Text
        {
            get
            {
                lock (text) return text.ToString();
            }
        }
    }
}
