using System.Diagnostics;
using System.Text;

namespace Environs.EndToEnd.Tests.Installation;

/// <summary>The processes of pods as their node sees them, where the tests run beside it (hack/cluster).</summary>
public static class NodeProcesses
{
    /// <summary>Kills the supervisor of a pod's container as only the node can: its first process takes no SIGKILL from within. False where the node is elsewhere.</summary>
    public static bool KillSupervisor(string podUid, string container = "dev")
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])))
        {
            try
            {
                if (!File.ReadAllText(Path.Combine(folder, "cgroup")).Contains(podUid, StringComparison.Ordinal)) continue;
                if (!Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(folder, "cmdline"))).StartsWith("/environs/bin/supervisor\0run\0", StringComparison.Ordinal)) continue;
                // Only that of dev has none.
                var name = Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(folder, "environ"))).Split('\0').FirstOrDefault(variable => variable.StartsWith("ENVIRONS_CONTAINER=", StringComparison.Ordinal));
                if ((name ?? "ENVIRONS_CONTAINER=dev") != $"ENVIRONS_CONTAINER={container}") continue;
                using var process = Process.GetProcessById(int.Parse(Path.GetFileName(folder), System.Globalization.CultureInfo.InvariantCulture));
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
}
