using System.Globalization;
using System.Net;
using Environs.Supervisor.Run;
using Environs.Supervisor.Work;

namespace Environs.Supervisor.Ssh;

/// <summary>What the SSH server is made of.</summary>
/// <param name="Program">The server's file, which also makes its key.</param>
/// <param name="Shell">The supervisor's own file, which the server takes for the user's shell.</param>
/// <param name="Folder">Folder of ours that stands for the user's home where the server looks for keys.</param>
/// <param name="HostKey">The server's own key, on the volume.</param>
/// <param name="Port">Where it listens, on 127.0.0.1 alone: kubectl comes from within the pod, and nobody else is let in by a policy.</param>
internal sealed record SshSettings(string Program, string Shell, string Folder, string HostKey, int Port)
{
    /// <summary>Files that lie beside the supervisor.</summary>
    internal static readonly IReadOnlyList<string> Programs = [Server, Sftp];

    internal const string Sftp = "sftp-server";
    private const string Server = "dropbearmulti";
    private const int UsualPort = 22022;

    internal static SshSettings FromEnvironment(WorkSettings work, RunSettings run) =>
        new(Path.Combine(Path.GetDirectoryName(work.Program) ?? "/", Server), work.Program, Path.Combine(work.Folder, "ssh"), Path.Combine(run.Home, ".environs-ssh-host-key"), PortFromEnvironment());

    internal static int PortFromEnvironment() =>
        int.TryParse(Environment.GetEnvironmentVariable("ENVIRONS_SSH_PORT"), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= IPEndPoint.MaxPort ? port : UsualPort;
}
