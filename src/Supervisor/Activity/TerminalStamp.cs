using System.ComponentModel;
using System.Runtime.InteropServices;
using Environs.Supervisor.Posix;

namespace Environs.Supervisor.Activity;

/// <summary>When something was last typed into a terminal, and last written to it.</summary>
/// <param name="Number">The device's number, as processes have it.</param>
/// <param name="Typed">Seconds.</param>
/// <param name="Written">Seconds.</param>
internal readonly record struct TerminalStamp(int Number, long Typed, long Written)
{
    private const int CurrentFolder = -100;
    private const uint BasicStatistics = 0x7ff;

    internal static unsafe TerminalStamp? Of(string path)
    {
        Span<byte> buffer = stackalloc byte[256];
        int result;
        fixed (byte* pointer = buffer) result = Libc.Status(CurrentFolder, path, 0, BasicStatistics, pointer);
        if (result != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            return error is Libc.ENOENT or Libc.ENOTDIR ? null : throw new Win32Exception(error);
        }

        var (major, minor) = (BitConverter.ToUInt32(buffer[128..]), BitConverter.ToUInt32(buffer[132..]));
        // As /proc/ID/stat writes it.
        var number = (int)((minor & 0xff) | (major << 8) | ((minor & ~0xffu) << 12));
        return new TerminalStamp(number, BitConverter.ToInt64(buffer[64..]), BitConverter.ToInt64(buffer[112..]));
    }
}
