using Environs.Supervisor.Posix;

namespace Environs.Supervisor.Content;

/// <summary>Holds clones that are being made, and old ones that are being deleted.</summary>
internal sealed class UnfinishedFolder(string folder, Log log)
{
    private const UnixFileMode Writable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>A path at which nothing is yet, also where an earlier start left something behind.</summary>
    internal string NewPath(string name)
    {
        Directory.CreateDirectory(folder);
        for (var number = 0; ; number++)
        {
            var path = Path.Combine(folder, $"{name}-{number}");
            if (FileStatus.Of(path) is null) return path;
        }
    }

    /// <summary>Deletes everything in it. What cannot be deleted stays, with a line in the log: the content is worth more than the space.</summary>
    internal void Clear()
    {
        if (!Directory.Exists(folder)) return;
        try
        {
            Unlock();
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.Warning($"what is in {folder} cannot all be deleted and stays for now: {e.Message}");
        }
    }

    // Only root may delete from a folder that its owner sealed (the module cache of Go is full of them). Not recursive: it may be any depth.
    private void Unlock()
    {
        var me = (int)Libc.GetEffectiveUserId();
        var waiting = new Stack<string>([folder]);
        while (waiting.TryPop(out var next))
        {
            if (FileStatus.Of(next) is not { Kind: FileKind.Folder } status) continue;
            if (status.User == me && (status.Mode & Writable) != Writable) File.SetUnixFileMode(next, status.Mode | Writable);
            // What cannot be read is left to the deletion, which then says so.
            foreach (var child in Directory.EnumerateDirectories(next, "*", EveryEntry.Readable)) waiting.Push(child);
        }
    }
}
