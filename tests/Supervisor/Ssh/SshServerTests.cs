using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Environs.Supervisor.Posix;
using Environs.Supervisor.Tests.Support;

namespace Environs.Supervisor.Tests.Ssh;

/// <summary>The real server of our images and the real ssh.</summary>
[Trait("Category", "Program")]
public sealed class SshServerTests : IAsyncLifetime
{
    private const string Me = "root";
    private readonly TemporaryFolder root = new();
    private readonly int port = RunningServer.FreePort();
    private SshClient ada = null!;

    public async ValueTask InitializeAsync()
    {
        RunningServer.Need();
        ada = await SshClient.MakeAsync(root, "ada", port);
    }

    public ValueTask DisposeAsync()
    {
        root.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Whoever_has_the_key_is_in_the_workspace_as_the_user_with_the_users_variables()
    {
        await using var server = new RunningServer(root, port);
        await server.LetInAsync(ada);

        var said = await ada.RunAsync(Me, "pwd; whoami; echo $REMOTE; echo $HOME; env | grep ENVIRONS_ || echo none; exit 7");

        Assert.Equal($"{root["workspace"]}\nroot\nas it shall be\n{root["home"]}\nnone\n", said.Output);
        Assert.Equal(7, said.ExitCode);
        var typed = await Command.RunAsync("sh", ["-c", $"printf 'tty; echo REMOTE is $REMOTE; exit\\n' | ssh -tt {string.Join(' ', ada.Line($"{Me}@127.0.0.1"))}"]);
        Assert.Contains("/dev/pts/", typed.Output, StringComparison.Ordinal);
        Assert.Contains("REMOTE is as it shall be", typed.Output, StringComparison.Ordinal);
        Assert.Equal(Me, server.Report!.User);
    }

    [Fact]
    public async Task Nobody_else_is_let_in()
    {
        var eve = await SshClient.MakeAsync(root, "eve", port);
        await using var server = new RunningServer(root, port);
        await server.LetInAsync(ada);

        Assert.Equal(255, (await eve.RunAsync(Me, "true")).ExitCode);
        // With the right key, as somebody else.
        Assert.Equal(255, (await ada.RunAsync("nobody", "true")).ExitCode);
        var asked = await Command.RunAsync("ssh", ["-v", .. eve.Line($"{Me}@127.0.0.1")]);
        Assert.Contains("Permission denied (publickey).", asked.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ed25519")]
    [InlineData("rsa")]
    [InlineData("ecdsa")]
    public async Task Every_usual_type_of_key_will_do(string type)
    {
        var client = await SshClient.MakeAsync(root, type, port, type);
        await using var server = new RunningServer(root, port);
        await server.LetInAsync(client);
        Assert.Equal("in\n", (await client.RunAsync(Me, "echo in")).Output);
    }

    [Fact]
    public async Task Keys_come_and_go_while_it_runs_and_with_a_key_those_who_used_it()
    {
        var bob = await SshClient.MakeAsync(root, "bob", port);
        await using var server = new RunningServer(root, port);
        Assert.Null(server.Report);
        await server.LetInAsync(ada);
        using var session = ada.Start($"{Me}@127.0.0.1", "echo in; exec sleep 1000");
        Assert.Equal("in", await session.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));

        await server.LetInAsync(ada, bob);
        Assert.Equal(0, (await bob.RunAsync(Me, "true")).ExitCode);
        Assert.False(session.HasExited);

        await server.LetInAsync(bob);
        await Eventually.TrueAsync(() => session.HasExited, "ada is out");
        Assert.Equal(255, (await ada.RunAsync(Me, "true")).ExitCode);
        Assert.Equal(0, (await bob.RunAsync(Me, "true")).ExitCode);

        await server.LetInAsync();
        await Assert.ThrowsAsync<SocketException>(async () => await ConnectAsync());
    }

    [Fact]
    public async Task Files_are_copied_both_ways()
    {
        await using var server = new RunningServer(root, port);
        await server.LetInAsync(ada);
        var content = string.Join('\n', Enumerable.Range(0, 200_000));
        await File.WriteAllTextAsync(root["mine"], content, TestContext.Current.CancellationToken);

        var there = await Command.RunAsync("scp", [.. ada.Options, "-P", Port, root["mine"], $"{Me}@127.0.0.1:theirs"]);
        Assert.True(there.ExitCode == 0, there.Errors);
        Assert.Equal(content, await File.ReadAllTextAsync(root["workspace/theirs"], TestContext.Current.CancellationToken));
        await File.WriteAllTextAsync(root["batch"], $"get theirs {root["back"]}\nmkdir folder\nls\n", TestContext.Current.CancellationToken);
        var back = await Command.RunAsync("sftp", [.. ada.Options, "-P", Port, "-b", root["batch"], $"{Me}@127.0.0.1"]);
        Assert.True(back.ExitCode == 0, back.Errors);
        Assert.Equal(content, await File.ReadAllTextAsync(root["back"], TestContext.Current.CancellationToken));
        Assert.True(Directory.Exists(root["workspace/folder"]));
    }

    [Fact]
    public async Task Ports_of_the_environment_are_forwarded()
    {
        await using var server = new RunningServer(root, port);
        await server.LetInAsync(ada);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var local = RunningServer.FreePort();
        using var session = ada.Start("-N", "-L", $"127.0.0.1:{local}:127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}", "-o", "ExitOnForwardFailure=yes", $"{Me}@127.0.0.1");
        using var client = new TcpClient();
        await Eventually.TrueAsync(async () => await TryAsync(client, local), "the port is forwarded");
        using var taken = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await taken.GetStream().WriteAsync("hello"u8.ToArray(), TestContext.Current.CancellationToken);
        var answer = new byte[5];
        await client.GetStream().ReadExactlyAsync(answer, TestContext.Current.CancellationToken);
        Assert.Equal("hello"u8.ToArray(), answer);
        session.Kill();
    }

    [Fact]
    public async Task Git_pushes_and_fetches_over_it()
    {
        await using var server = new RunningServer(root, port);
        await server.LetInAsync(ada);
        await Command.GitAsync(root.Path, "init", "-q", "--bare", "workspace/app.git");
        await Command.GitAsync(root.Path, "init", "-q", "-b", "main", "clone");
        await Command.GitAsync(root["clone"], "commit", "-q", "--allow-empty", "-m", "one");
        var variables = new Dictionary<string, string> { ["GIT_SSH_COMMAND"] = $"ssh {string.Join(' ', ada.Options)}" };
        var url = $"ssh://{Me}@127.0.0.1:{port}{root["workspace/app.git"]}";

        var pushed = await Command.RunAsync("git", ["push", url, "main"], root["clone"], variables);
        Assert.True(pushed.ExitCode == 0, pushed.Errors);
        var cloned = await Command.RunAsync("git", ["clone", "-q", "-b", "main", url, root["other"]], root.Path, variables);
        Assert.True(cloned.ExitCode == 0, cloned.Errors);
        Assert.Equal(await Command.GitAsync(root["clone"], "rev-parse", "main"), await Command.GitAsync(root["other"], "rev-parse", "HEAD"));
    }

    [Fact]
    public async Task Its_own_key_is_the_same_for_ever_and_told_to_nobody()
    {
        await using (var server = new RunningServer(root, port))
        {
            await server.LetInAsync(ada);
            Assert.Equal(0, (await ada.RunAsync(Me, "true")).ExitCode);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(root["home/.environs-ssh-host-key"]));
            var secret = Convert.ToBase64String(await File.ReadAllBytesAsync(root["home/.environs-ssh-host-key"], TestContext.Current.CancellationToken))[^44..];
            Assert.DoesNotContain(secret, server.Log, StringComparison.Ordinal);
        }

        var known = await File.ReadAllTextAsync(root["known"], TestContext.Current.CancellationToken);
        Directory.Delete(root["run"], recursive: true);
        await using var next = new RunningServer(root, port);
        await next.LetInAsync(ada);
        // ssh refuses a server whose key is another one.
        Assert.Equal(0, (await ada.RunAsync(Me, "true")).ExitCode);
        Assert.Equal(known, await File.ReadAllTextAsync(root["known"], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_server_that_is_killed_is_started_again_and_its_sessions_go_on()
    {
        await using var server = new RunningServer(root, port);
        await server.LetInAsync(ada);
        using var session = ada.Start($"{Me}@127.0.0.1", "echo in; read line; echo $line");
        Assert.Equal("in", await session.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        await Command.RunAsync("sh", ["-c", $"for p in /proc/[0-9]*; do tr '\\0' ' ' <$p/cmdline | grep -q '^{root["programs/dropbearmulti"]} dropbear .*host-key $' && kill -9 ${{p#/proc/}}; done"]);
        await Eventually.TrueAsync(() => server.Report!.FailureMessage.Contains("ended with 137", StringComparison.Ordinal), "it is told");
        await Eventually.TrueAsync(() => server.Report is { FailureMessage: "", Port: > 0 }, "it is started again");
        Assert.Equal(0, (await ada.RunAsync(Me, "true")).ExitCode);
        await session.StandardInput.WriteLineAsync("still here");
        Assert.Equal("still here", await session.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_port_that_somebody_else_has_is_said_and_taken_when_it_is_free()
    {
        var taken = new TcpListener(IPAddress.Loopback, port);
        taken.Start();
        await using var server = new RunningServer(root, port);
        server.Want(ada.PublicKey);
        await Eventually.TrueAsync(() => server.Report is { FailureMessage.Length: > 0 }, "it is told");
        Assert.Contains("in use", server.Report!.FailureMessage, StringComparison.Ordinal);
        // Two more tries say nothing new: each word would be a write of the status.
        await Task.Delay(TimeSpan.FromSeconds(4), TestContext.Current.CancellationToken);
        Assert.Single(server.Said);
        taken.Stop();
        await Eventually.TrueAsync(() => server.Report is { FailureMessage: "", Port: > 0 }, "it listens");
        Assert.Equal(0, (await ada.RunAsync(Me, "true")).ExitCode);
    }

    [Fact]
    public async Task A_user_without_a_name_is_served_as_nobody_else()
    {
        await Command.NeedSomebodyElseAsync();
        await using var server = new RunningServer(root, port, "12345");
        await server.LetInAsync(ada);

        var said = await ada.RunAsync("12345", "id -u; pwd; cat " + root["run/ssh/.ssh/authorized_keys"]);
        Assert.Equal($"12345\n{root["workspace"]}\n{string.Join(' ', ada.PublicKey.Split(' ')[..2])}\n", said.Output);
        Assert.Equal(255, (await ada.RunAsync(Me, "true")).ExitCode);
        var file = FileStatus.Of(root["run/ssh/.ssh/authorized_keys"])!;
        Assert.Equal((12345, UnixFileMode.UserRead | UnixFileMode.UserWrite), (file.User, file.Mode));
        Assert.Equal(12345, FileStatus.Of(root["home/.environs-ssh-host-key"])!.User);
        await File.WriteAllTextAsync(root["mine"], "x", TestContext.Current.CancellationToken);
        var copied = await Command.RunAsync("scp", [.. ada.Options, "-P", Port, root["mine"], "12345@127.0.0.1:theirs"]);
        Assert.True(copied.ExitCode == 0, copied.Errors);
        Assert.Equal(12345, FileStatus.Of(root["workspace/theirs"])!.User);
        var typed = await Command.RunAsync("sh", ["-c", $"printf 'id -u; exit\\n' | ssh -tt {string.Join(' ', ada.Line("12345@127.0.0.1"))}"]);
        Assert.True(typed.Output.Contains("12345", StringComparison.Ordinal), $"{typed.Output}\n{typed.Errors}\n{server.Log}");
    }

    [Fact]
    public async Task A_login_counts_for_as_long_as_it_lasts()
    {
        await using var server = new RunningServer(root, port);
        await server.LetInAsync(ada);
        Assert.False(server.Sessions.Look());
        using (var silent = await ConnectAsync())
        {
            // Who only knocks does nothing.
            await Task.Delay(300, TestContext.Current.CancellationToken);
            Assert.False(server.Sessions.Look());
        }

        Assert.Equal(0, (await ada.RunAsync(Me, "true")).ExitCode);
        await Eventually.TrueAsync(server.Sessions.Look, "one that is over was one");
        await Eventually.TrueAsync(() => !server.Sessions.Look(), "and is no more");
        using var session = ada.Start("-N", $"{Me}@127.0.0.1");
        await Eventually.TrueAsync(server.Sessions.Look, "one without a command is one");
        Assert.True(server.Sessions.Look());
        session.Kill();
        await Eventually.TrueAsync(() => !server.Sessions.Look(), "it is over");
    }

    [Fact]
    public async Task Ssh_comes_in_by_the_command_as_well()
    {
        await using var server = new RunningServer(root, port);
        await server.LetInAsync(ada);
        var said = await Command.RunAsync(
            "ssh", [.. ada.Options, "-o", $"ProxyCommand={Command.Supervisor} environs ssh-stdio", $"{Me}@my-app.default.environs", "seq 1 100000 | tail -n 1"],
            variables: new Dictionary<string, string> { ["ENVIRONS_SSH_PORT"] = Port });
        Assert.True(said.ExitCode == 0, said.Errors);
        Assert.Equal("100000\n", said.Output);

        var nobody = await Command.RunAsync(Command.Supervisor, ["environs", "ssh-stdio"], variables: new Dictionary<string, string> { ["ENVIRONS_SSH_PORT"] = RunningServer.FreePort().ToString(CultureInfo.InvariantCulture) });
        Assert.Equal(1, nobody.ExitCode);
        Assert.Contains("spec.sshPublicKeys", nobody.Errors, StringComparison.Ordinal);
    }

    private string Port => port.ToString(CultureInfo.InvariantCulture);

    private async Task<TcpClient> ConnectAsync()
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        return client;
    }

    private static async Task<bool> TryAsync(TcpClient client, int port)
    {
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
