using System.ComponentModel;
using System.Globalization;
using Environs.Supervisor.Posix;

namespace Environs.Supervisor.Commands;

/// <summary>Copies a log: its older part, its newer part, and what is added to it.</summary>
internal sealed class LogCopy(string path, Stream output)
{
    private readonly byte[] buffer = new byte[32 * 1024];
    private FileStream? stream;
    private FileStamp? stamp;

    /// <summary>What was put aside, and what there is now.</summary>
    internal async Task CopyAllAsync(CancellationToken cancellation)
    {
        if (File.Exists(path + ".1"))
        {
            await using var older = Open(path + ".1");
            await CopyAsync(older, cancellation);
        }

        await CopyMoreAsync(cancellation);
    }

    /// <summary>What was added since; also when the file was put aside meanwhile and another begun.</summary>
    internal async Task CopyMoreAsync(CancellationToken cancellation)
    {
        var now = Stamp();
        if (stream is not null)
        {
            await CopyAsync(stream, cancellation);
            if (now is null || (now.Value.Device, now.Value.Inode) == (stamp!.Value.Device, stamp.Value.Inode)) return;
            // Between that and the look at the name more may have come.
            await CopyAsync(stream, cancellation);
            await stream.DisposeAsync();
            stream = null;
        }

        if (now is null) return;
        stream = Open(path);
        // Of what was opened, which may be another than was seen.
        stamp = FileStamp.Of(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{stream.SafeFileHandle.DangerousGetHandle()}"));
        await CopyAsync(stream, cancellation);
    }

    private FileStamp? Stamp()
    {
        try
        {
            return FileStamp.Of(path);
        }
        catch (Win32Exception e)
        {
            throw new IOException($"{path}: {e.Message}");
        }
    }

    private async Task CopyAsync(FileStream from, CancellationToken cancellation)
    {
        int count;
        while ((count = await from.ReadAsync(buffer, cancellation)) > 0) await output.WriteAsync(buffer.AsMemory(0, count), cancellation);
        await output.FlushAsync(cancellation);
    }

    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
}
