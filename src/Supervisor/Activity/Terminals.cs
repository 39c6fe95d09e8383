using System.ComponentModel;
using Environs.Supervisor.Processes;

namespace Environs.Supervisor.Activity;

/// <summary>
/// The terminals of a container. What is typed into one counts. What is written to one counts where somebody outside looks at it, as with
/// <c>kubectl exec -it</c>; that of a tmux or screen that nobody is attached to is background load.
/// </summary>
/// <remarks>
/// The kernel sets a terminal's times itself, whatever the file system's options are, and at most every eight seconds, so that no key can
/// be told from another.
/// </remarks>
/// <param name="folder">Where terminals are, as /dev/pts.</param>
/// <param name="processes">The processes of the container.</param>
internal sealed class Terminals(string folder, ProcessTable processes)
{
    private Dictionary<string, TerminalStamp>? before;

    /// <summary>Whether anything of that has happened since the last look; the first one only remembers.</summary>
    internal bool Look()
    {
        var now = Read();
        var known = before;
        before = now;
        if (known is null) return false;
        var moved = now.Where(one => !known.TryGetValue(one.Key, out var was) || was != one.Value).ToList();
        if (moved.Any(one => !known.TryGetValue(one.Key, out var was) || was.Typed != one.Value.Typed)) return true;
        return moved.Count > 0 && moved.Any(one => IsWatched(one.Value));
    }

    // kubelet starts a process in the container; to it, who started it is outside, number 0.
    private bool IsWatched(TerminalStamp terminal) => processes.Alive().Any(process => process.Parent == 0 && process.Terminal == terminal.Number);

    private Dictionary<string, TerminalStamp> Read()
    {
        var terminals = new Dictionary<string, TerminalStamp>();
        if (!Directory.Exists(folder)) return terminals;
        foreach (var path in Directory.EnumerateFileSystemEntries(folder))
        {
            try
            {
                if (int.TryParse(Path.GetFileName(path), out _) && TerminalStamp.Of(path) is { } stamp) terminals[path] = stamp;
            }
            catch (Win32Exception)
            {
                // Closed meanwhile.
            }
        }

        return terminals;
    }
}
