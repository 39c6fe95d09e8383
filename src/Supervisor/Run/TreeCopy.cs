using Environs.Supervisor.Posix;

namespace Environs.Supervisor.Run;

/// <summary>Copies a folder with owners and modes, links as links; what is at the destination already stays as it is.</summary>
internal sealed class TreeCopy(Log log)
{
    /// <summary>How many files and links were copied.</summary>
    internal int Files { get; private set; }

    /// <summary>How many could not be.</summary>
    internal int Skipped { get; private set; }

    /// <summary>Copies everything that is in <paramref name="from"/> into <paramref name="to"/>; throws only when the disk is full or broken.</summary>
    internal void Run(string from, string to)
    {
        var status = FileStatus.Of(from) ?? throw new DirectoryNotFoundException($"{from} is not there");
        CopyFolder(from, to, status, status.Device);
    }

    private void CopyFolder(string from, string to, FileStatus status, ulong device)
    {
        foreach (var entry in Directory.EnumerateFileSystemEntries(from, "*", EveryEntry.Flat))
        {
            try
            {
                Copy(entry, Path.Combine(to, Path.GetFileName(entry)), device);
            }
            catch (UnauthorizedAccessException e)
            {
                Skipped++;
                log.Skipped(entry, e.Message);
            }
        }

        try
        {
            // Last: the mode may forbid to write into the folder.
            GiveOwnerAndMode(to, status);
        }
        catch (UnauthorizedAccessException)
        {
            // The home itself belongs to whoever made the volume; its group lets us in.
        }
    }

    private void Copy(string from, string to, ulong device)
    {
        if (FileStatus.Of(from) is not { } status) return;
        var present = FileStatus.Of(to);
        switch (status.Kind)
        {
            // A mount within the home is not the image's.
            case FileKind.Folder when status.Device == device:
                if (present is { Kind: not FileKind.Folder }) return;
                if (present is null) Directory.CreateDirectory(to);
                CopyFolder(from, to, status, device);
                break;
            case FileKind.Link when present is null:
                File.CreateSymbolicLink(to, new FileInfo(from).LinkTarget!);
                new Ownership(status.User, status.Group).Give(to);
                Files++;
                break;
            case FileKind.File when present is null:
                CopyFile(from, to, status);
                Files++;
                break;
        }
    }

    // Under another name first: a file that is there is whole, whenever we were interrupted.
    private static void CopyFile(string from, string to, FileStatus status)
    {
        var next = to + ".environs-next";
        File.Delete(next);
        File.Copy(from, next);
        GiveOwnerAndMode(next, status);
        File.Move(next, to);
    }

    private static void GiveOwnerAndMode(string path, FileStatus status)
    {
        new Ownership(status.User, status.Group).Give(path);
        // After the owner: a change of owner clears set-user and set-group.
        File.SetUnixFileMode(path, status.Mode);
    }
}
