namespace Environs.Supervisor.Posix;

/// <summary>Owner, kind and mode of a file, or of a link itself; .NET tells no owner.</summary>
/// <param name="User">Number of the owning user.</param>
/// <param name="Group">Number of the owning group.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Mode">Permission bits, with set-user, set-group and sticky.</param>
/// <param name="Device">Number of the file system that holds it.</param>
internal sealed record FileStatus(int User, int Group, FileKind Kind, UnixFileMode Mode, ulong Device)
{
    /// <summary>Reads it; null when nothing is there.</summary>
    internal static FileStatus? Of(string path)
    {
        Span<byte> buffer = stackalloc byte[Statx.Length];
        if (!Statx.TryRead(path, throughLinks: false, buffer)) return null;
        var mode = BitConverter.ToUInt16(buffer[28..]);
        return new FileStatus(
            (int)BitConverter.ToUInt32(buffer[20..]),
            (int)BitConverter.ToUInt32(buffer[24..]),
            (FileKind)(mode & 0xf000),
            (UnixFileMode)(mode & 0xfff),
            ((ulong)BitConverter.ToUInt32(buffer[136..]) << 32) | BitConverter.ToUInt32(buffer[140..]));
    }
}
