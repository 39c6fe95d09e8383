using Environs.Supervisor.Posix;

namespace Environs.Supervisor.Activity;

/// <summary>When something was last typed into a terminal, and last written to it.</summary>
/// <param name="Number">The device's number, as processes have it.</param>
/// <param name="Typed">Seconds.</param>
/// <param name="Written">Seconds.</param>
internal readonly record struct TerminalStamp(int Number, long Typed, long Written)
{
    internal static TerminalStamp? Of(string path)
    {
        Span<byte> buffer = stackalloc byte[Statx.Length];
        if (!Statx.TryRead(path, throughLinks: true, buffer)) return null;

        var (major, minor) = (BitConverter.ToUInt32(buffer[128..]), BitConverter.ToUInt32(buffer[132..]));
        // As /proc/ID/stat writes it.
        var number = (int)((minor & 0xff) | (major << 8) | ((minor & ~0xffu) << 12));
        return new TerminalStamp(number, BitConverter.ToInt64(buffer[64..]), BitConverter.ToInt64(buffer[112..]));
    }
}
