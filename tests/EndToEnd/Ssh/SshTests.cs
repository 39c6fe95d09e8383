using System.Diagnostics;
using Environs.Crds;
using Environs.EndToEnd.Tests.Installation;
using Environs.Support.Clusters;

namespace Environs.EndToEnd.Tests.Ssh;

/// <summary>The real ssh on its way through the API server into an environment.</summary>
public sealed class SshTests(InstalledOperator @operator) : OperatorTest(@operator)
{
    private readonly string folder = Directory.CreateTempSubdirectory("environs-ssh-").FullName;

    [Fact]
    public async Task Keys_come_and_go_while_it_runs_and_the_servers_key_stays()
    {
        var (ada, bob) = (await KeyAsync("ada"), await KeyAsync("bob"));
        // No root, and its user has a name: as most images for people are.
        var spec = new EnvironmentSpec { Machine = new() { Class = await Here.ClassAsync(new() { Image = Here.Images.Devbox, TerminationGracePeriodSeconds = 5, Storage = new() { Size = new("1Gi") } }) } };
        var environment = await Here.ApplyAsync(spec);
        var running = await environment.RunningAsync();
        Assert.Equal((null, null), (running.SshPublicKeys, running.EnvironmentUrls?.Ssh));
        Assert.DoesNotContain("22022", await ListeningAsync(environment), StringComparison.Ordinal);

        var ready = await LetInAsync(environment, spec, ada);
        Assert.Equal($"ssh://dev@x.{Here.Namespace}.environs:22022", ready.EnvironmentUrls!.Ssh!.Url);
        var said = await SshAsync("ada", "whoami; pwd; git init -q --bare app.git");
        Assert.True(said.ExitCode == 0, said.Errors);
        Assert.Equal("dev\n/workspaces\n", said.Output);
        Assert.NotEqual(0, (await SshAsync("bob", "true")).ExitCode);
        await PushAsync();

        await LetInAsync(environment, spec, bob);
        Assert.Equal(0, (await SshAsync("bob", "test -d /workspaces/app.git/refs")).ExitCode);
        Assert.NotEqual(0, (await SshAsync("ada", "true")).ExitCode);

        await environment.ApplyAsync(spec with { SshPublicKeys = [new() { Id = "bob", Value = bob }], DesiredPhase = "Stopped" });
        Assert.Equal("Unavailable", (await environment.StoppedAsync()).SshPublicKeys!.Single().Phase);
        await environment.ApplyAsync(spec with { SshPublicKeys = [new() { Id = "bob", Value = bob }] });
        await environment.UntilAsync(status => status.SshPublicKeys?.Single().Phase == "Ready", "it is ready again");
        // ssh would refuse another server's key.
        Assert.Equal(0, (await SshAsync("bob", "true")).ExitCode);

        var before = await environment.StatusAsync();
        // An apply that takes the last one away a 1.20 server refuses by itself.
        await environment.PatchAsync(new() { ["sshPublicKeys"] = null });
        var after = await environment.UntilAsync(status => status.SshPublicKeys is null && status.EnvironmentUrls?.Ssh is null, "there are none");
        Assert.Equal((before.Machine!.PodUid, null), (after.Machine!.PodUid, after.Devcontainer!.RestartCount));
        await environment.PollAsync(async () => !(await ListeningAsync(environment)).Contains("22022", StringComparison.Ordinal), "nothing listens", null);
        Assert.NotEqual(0, (await SshAsync("bob", "true")).ExitCode);
    }

    [Fact]
    public async Task A_login_keeps_an_environment_of_busybox_alone_from_being_idle()
    {
        var ada = await KeyAsync("ada");
        var environment = await Here.ApplyAsync(new()
        {
            Machine = new() { Class = await Here.ClassAsync(new() { Image = Here.Images.Busybox, TerminationGracePeriodSeconds = 5, Timeouts = new() { Disconnected = "30s" } }) },
            SshPublicKeys = [new() { Id = "ada", Value = ada }],
        });
        await environment.UntilAsync(status => status.SshPublicKeys?.Single().Phase == "Ready", "its key is ready");
        var line = await LineAsync("ada");
        using (var session = Process.Start(new ProcessStartInfo("ssh", [.. line.Arguments, "-N", Host("root")]) { Environment = { ["KUBECONFIG"] = line.Kubeconfig }, RedirectStandardInput = true })!)
        {
            await Task.Delay(TimeSpan.FromSeconds(75), TestContext.Current.CancellationToken);
            Assert.False(session.HasExited);
            var status = await environment.StatusAsync();
            Assert.Equal((EnvironmentPhases.Running, "SSH"), (status.Phase, status.ActivitySignal?.Source));
            session.Kill();
        }

        await environment.StoppedAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private static Task<string> ListeningAsync(TestEnvironment environment) =>
        environment.ExecAsync("while read -r _ at _ state _; do [ \"$state\" != 0A ] || echo $((0x${at##*:})); done </proc/net/tcp");

    private static async Task<EnvironmentStatus> LetInAsync(TestEnvironment environment, EnvironmentSpec spec, string key)
    {
        var id = key.Split(' ')[^1];
        await environment.ApplyAsync(spec with { SshPublicKeys = [new() { Id = id, Value = key }] });
        return await environment.UntilAsync(status => status.SshPublicKeys is [{ Phase: "Ready" } one] && one.Id == id, $"{id} is let in");
    }

    private async Task<string> KeyAsync(string name)
    {
        _ = (await HostProgram.RunAsync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", Path.Combine(folder, name)])).Text;
        return (await File.ReadAllTextAsync(Path.Combine(folder, $"{name}.pub"))).Trim();
    }

    private string Host(string user) => $"{user}@x.{Here.Namespace}.environs";

    // As docs/ssh.md has it.
    private async Task<(IReadOnlyList<string> Arguments, string Kubeconfig)> LineAsync(string key)
    {
        var (kubectl, variables) = await Operator.Tools.InteractiveAsync();
        var proxy = $"sh -c 'h=%h; h=${{h%%.environs}}; exec {kubectl} exec -i -n \"${{h##*.}}\" \"${{h%%.*}}\" -c dev -- /environs/bin/environs ssh-stdio'";
        return (
            [
                "-F", "/dev/null", "-i", Path.Combine(folder, key), "-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=accept-new",
                "-o", $"UserKnownHostsFile={Path.Combine(folder, "known")}", "-o", $"ProxyCommand={proxy}",
            ],
            variables["KUBECONFIG"]);
    }

    private async Task<ProgramResult> SshAsync(string key, string command, string user = "dev")
    {
        var (arguments, kubeconfig) = await LineAsync(key);
        return await HostProgram.RunAsync("ssh", [.. arguments, Host(user), command], new Dictionary<string, string> { ["KUBECONFIG"] = kubeconfig });
    }

    // By a port, as the other way of docs/ssh.md.
    private async Task PushAsync()
    {
        var (arguments, kubeconfig) = await LineAsync("ada");
        var clone = Path.Combine(folder, "clone");
        var (kubectl, _) = await Operator.Tools.InteractiveAsync("--namespace", Here.Namespace, "port-forward", "pod/x", ":22022");
        using var forward = Process.Start(new ProcessStartInfo("sh", ["-c", $"exec {kubectl}"]) { Environment = { ["KUBECONFIG"] = kubeconfig }, RedirectStandardOutput = true })!;
        try
        {
            // Forwarding from 127.0.0.1:PORT -> 22022
            var port = (await forward.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!.Split(' ')[2].Split(':')[1];
            var ssh = $"ssh {string.Join(' ', arguments.SkipLast(2))} -o HostKeyAlias=x.{Here.Namespace}.environs";
            var pushed = await HostProgram.RunAsync(
                "sh", ["-c", $"set -e; git init -q -b main {clone}; cd {clone}; git -c user.name=a -c user.email=a@b commit -q --allow-empty -m one; git push -q ssh://dev@127.0.0.1:{port}/workspaces/app.git main"],
                new Dictionary<string, string> { ["GIT_SSH_COMMAND"] = ssh });
            Assert.True(pushed.ExitCode == 0, pushed.Errors);
        }
        finally
        {
            forward.Kill();
        }
    }
}
