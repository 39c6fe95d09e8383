namespace Environs.Supervisor.Posix;

/// <summary>What differs once a path leads to other content: another file, another size, written or changed at another time.</summary>
internal readonly record struct FileStamp(ulong Device, ulong Inode, FileKind Kind, long Size, Int128 Written, Int128 Changed)
{
    /// <summary>Reads it, through links; null when nothing is there.</summary>
    internal static FileStamp? Of(string path)
    {
        Span<byte> buffer = stackalloc byte[Statx.Length];
        if (!Statx.TryRead(path, throughLinks: true, buffer)) return null;

        return new FileStamp(
            BitConverter.ToUInt64(buffer[136..]),
            BitConverter.ToUInt64(buffer[32..]),
            (FileKind)(BitConverter.ToUInt16(buffer[28..]) & 0xf000),
            BitConverter.ToInt64(buffer[40..]),
            Time(buffer[112..]),
            Time(buffer[96..]));
    }

    private static Int128 Time(ReadOnlySpan<byte> time) => (Int128)BitConverter.ToInt64(time) * 1_000_000_000 + BitConverter.ToUInt32(time[8..]);
}
