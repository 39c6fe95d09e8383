using System.Diagnostics;
using System.Globalization;
using Environs.Supervisor.Tests.Support;

namespace Environs.Supervisor.Tests.Ssh;

/// <summary>The real ssh with a key of its own, on its way to a server on this machine.</summary>
internal sealed class SshClient(TemporaryFolder root, string name, int port)
{
    internal string KeyFile => root[$"client-{name}"];

    internal string PublicKey => File.ReadAllText($"{KeyFile}.pub").Trim();

    internal static async Task<SshClient> MakeAsync(TemporaryFolder root, string name, int port, string type = "ed25519")
    {
        var client = new SshClient(root, name, port);
        var made = await Command.RunAsync("ssh-keygen", ["-q", "-t", type, "-N", "", "-C", $"{name} of the test", "-f", client.KeyFile]);
        Assert.True(made.ExitCode == 0, made.Errors);
        return client;
    }

    internal IReadOnlyList<string> Options =>
    [
        "-F", "/dev/null", "-i", KeyFile, "-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=accept-new",
        "-o", $"UserKnownHostsFile={root["known"]}", "-o", "LogLevel=ERROR",
    ];

    internal IReadOnlyList<string> Line(params string[] more) => [.. Options, "-p", port.ToString(CultureInfo.InvariantCulture), .. more];

    internal Task<CommandResult> RunAsync(string user, params string[] command) => Command.RunAsync("ssh", Line([$"{user}@127.0.0.1", .. command]));

    internal Process Start(params string[] line) => Command.Start("ssh", Line(line));
}
