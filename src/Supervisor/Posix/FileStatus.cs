using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Environs.Supervisor.Posix;

/// <summary>Owner, kind and mode of a file, or of a link itself; .NET tells no owner.</summary>
/// <param name="User">Number of the owning user.</param>
/// <param name="Group">Number of the owning group.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Mode">Permission bits, with set-user, set-group and sticky.</param>
/// <param name="Device">Number of the file system that holds it.</param>
internal sealed record FileStatus(int User, int Group, FileKind Kind, UnixFileMode Mode, ulong Device)
{
    private const int CurrentFolder = -100;
    private const int NoFollow = 0x100;
    private const uint BasicStatistics = 0x7ff;

    /// <summary>Reads it; null when nothing is there. statx's answer, unlike stat's, looks the same on every processor.</summary>
    internal static unsafe FileStatus? Of(string path)
    {
        Span<byte> buffer = stackalloc byte[256];
        int result;
        fixed (byte* pointer = buffer) result = Libc.Status(CurrentFolder, path, NoFollow, BasicStatistics, pointer);
        if (result != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            return error is Libc.ENOENT or Libc.ENOTDIR ? null : throw new Win32Exception(error, $"{path}: {Marshal.GetPInvokeErrorMessage(error)}");
        }

        var mode = BitConverter.ToUInt16(buffer[28..]);
        return new FileStatus(
            (int)BitConverter.ToUInt32(buffer[20..]),
            (int)BitConverter.ToUInt32(buffer[24..]),
            (FileKind)(mode & 0xf000),
            (UnixFileMode)(mode & 0xfff),
            ((ulong)BitConverter.ToUInt32(buffer[136..]) << 32) | BitConverter.ToUInt32(buffer[140..]));
    }
}
