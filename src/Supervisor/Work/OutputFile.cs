using System.Text;
using Environs.Supervisor.Posix;

namespace Environs.Supervisor.Work;

/// <summary>The file that a command finds as ENVIRONS_OUTPUT.</summary>
internal sealed class OutputFile(string path, string owner, RunFolder folder, Log log)
{
    private const int Largest = 512 * 1024;
    private (long Length, DateTime Changed) seen;

    /// <summary>Path of the file; empty when there can be none.</summary>
    internal string Path { get; private set; } = "";

    /// <summary>Makes it, empty.</summary>
    internal void Make() => Path = folder.MakeEmpty(path) ? path : "";

    /// <summary>What it holds; null when it has not changed since the last look.</summary>
    internal OutputValues? Read()
    {
        if (Path.Length == 0) return null;
        try
        {
            // A pipe or a device would never end.
            if (FileStatus.Of(path) is not { Kind: FileKind.File }) return null;
            var file = new FileInfo(path);
            var now = (file.Length, file.LastWriteTimeUtc);
            if (now == seen) return null;
            seen = now;
            if (now.Length == 0) return OutputValues.None;
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[Math.Min(now.Length, Largest)];
            var values = OutputValues.Parse(Encoding.UTF8.GetString(bytes, 0, stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)));
            foreach (var dropped in values.Dropped) log.Work(owner, dropped);
            if (now.Length > Largest) log.Work(owner, $"what follows the first {Largest} bytes of its output is dropped");
            return values;
        }
        catch (Exception e) when (RunFolder.IsTrouble(e))
        {
            log.Work(owner, $"its output cannot be read: {e.Message}");
            return null;
        }
    }
}
