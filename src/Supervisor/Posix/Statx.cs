using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Environs.Supervisor.Posix;

/// <summary>What the kernel says of a path. statx's answer, unlike stat's, looks the same on every processor.</summary>
internal static class Statx
{
    /// <summary>Bytes of an answer.</summary>
    internal const int Length = 256;

    private const int CurrentFolder = -100;
    private const int NoFollow = 0x100;
    private const uint BasicStatistics = 0x7ff;

    /// <summary>Reads it; false when nothing is there.</summary>
    internal static unsafe bool TryRead(string path, bool throughLinks, Span<byte> answer)
    {
        int result;
        fixed (byte* pointer = answer) result = Libc.Status(CurrentFolder, path, throughLinks ? 0 : NoFollow, BasicStatistics, pointer);
        if (result == 0) return true;
        var error = Marshal.GetLastPInvokeError();
        return error is Libc.ENOENT or Libc.ENOTDIR ? false : throw new Win32Exception(error, $"{path}: {Marshal.GetPInvokeErrorMessage(error)}");
    }
}
