using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Environs.EndToEnd.Tests.Installation;

/// <summary>The processes of pods as their node sees them, where the tests run beside it (hack/cluster); elsewhere there are none.</summary>
public static class NodeProcesses
{
    /// <summary>Kills the supervisor of a pod's container as only the node can: its first process takes no SIGKILL from within.</summary>
    /// <returns>Whether there was one.</returns>
    public static bool KillSupervisor(string podUid, string container = "dev") => Kill(podUid, folder =>
        Read(folder, "cmdline").StartsWith("/environs/bin/supervisor\0run\0", StringComparison.Ordinal)
        // That of dev is not told its name.
        && (Read(folder, "environ").Split('\0').FirstOrDefault(variable => variable.StartsWith("ENVIRONS_CONTAINER=", StringComparison.Ordinal)) ?? "ENVIRONS_CONTAINER=dev")
            == $"ENVIRONS_CONTAINER={container}");

    /// <summary>Kills what holds a pod's sandbox, which is what containerd starts first: kubelet makes another, and all containers anew.</summary>
    public static bool KillSandbox(string podUid) => Kill(podUid, folder => Read(folder, "cmdline").StartsWith("/pause", StringComparison.Ordinal));

    /// <summary>Kills the operator of a pod.</summary>
    public static bool KillOperator(string podUid) => Kill(podUid, folder => Read(folder, "cmdline").StartsWith("/operator", StringComparison.Ordinal));

    /// <summary>The command lines of all that runs on the node.</summary>
    public static IReadOnlyList<string> CommandLines()
    {
        var lines = new List<string>();
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])))
        {
            try
            {
                lines.Add(Read(folder, "cmdline"));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It ended between the listing and the reading.
            }
        }

        return lines;
    }

    private static bool Kill(string podUid, Func<string, bool> isIt)
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])))
        {
            try
            {
                if (!File.ReadAllText(Path.Combine(folder, "cgroup")).Contains(podUid, StringComparison.Ordinal) || !isIt(folder)) continue;
                using var process = Process.GetProcessById(int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture));
                process.Kill();
                return true;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
            {
                // It ended between the listing and the reading.
            }
        }

        return false;
    }

    private static string Read(string folder, string file) => Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(folder, file)));
}
