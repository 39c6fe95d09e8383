using System.ComponentModel;
using Environs.Protocol.Supervision;
using Environs.Supervisor.Posix;

namespace Environs.Supervisor.Automations;

/// <summary>The automations file, or another that may lie in one of several places, as it was seen last. A look costs a system call or two while nothing changes.</summary>
internal sealed class AutomationsWatch
{
    private readonly Lock gate = new();
    private string folder = "";
    private IReadOnlyList<string>? paths;
    private string? path;
    private FileStamp? stamp;
    private WorkspaceFile? seen;

    /// <summary>Null until it was said where the file may lie.</summary>
    internal WorkspaceFile? Seen
    {
        get
        {
            lock (gate) return seen;
        }
    }

    /// <summary>Looks there from now on, beginning at once: the first of the paths below the folder that exists is the file.</summary>
    internal void Watch(string workspaceFolder, IReadOnlyList<string> candidates)
    {
        lock (gate)
        {
            // What was found elsewhere is no answer to this.
            if (workspaceFolder != folder || paths?.SequenceEqual(candidates, StringComparer.Ordinal) != true) seen = null;
            (folder, paths) = (workspaceFolder, candidates);
            LookCore();
        }
    }

    /// <summary>True when it is not what it was.</summary>
    internal bool Look()
    {
        lock (gate) return paths is not null && LookCore();
    }

    private bool LookCore()
    {
        var (foundPath, foundStamp, problem) = Find();
        // What could not be read may be readable now, without another stamp.
        if (seen is { Problem: "" } && foundPath == path && foundStamp == stamp) return false;
        // The stamp is older than the content: what is written in between is seen next time.
        (path, stamp) = (foundPath, foundStamp);
        var file = problem.Length > 0 ? new WorkspaceFile { Problem = problem }
            : foundPath is null ? new WorkspaceFile()
            : AutomationsReader.Read(folder, foundPath);
        file.Folder = folder;
        file.LookedFor.AddRange(paths!);
        if (file.Equals(seen)) return false;
        seen = file;
        return true;
    }

    private (string? Path, FileStamp? Stamp, string Problem) Find()
    {
        foreach (var candidate in paths!)
        {
            var found = FilePattern.Is(candidate) ? FilePattern.Find(folder, candidate) : [candidate];
            if (found.Count > 1) return (null, null, $"there are several, of which one must be chosen: {string.Join(", ", found)}");
            foreach (var one in found)
            {
                try
                {
                    if (FileStamp.Of(Path.Combine(folder, one)) is { } stamp) return (one, stamp, "");
                }
                catch (Win32Exception)
                {
                    // It is there; whoever reads it learns what is wrong.
                    return (one, null, "");
                }
            }
        }

        return (null, null, "");
    }
}
