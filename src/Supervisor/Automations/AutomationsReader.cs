using System.ComponentModel;
using Environs.Protocol.Supervision;
using Environs.Supervisor.Posix;
using Google.Protobuf;

namespace Environs.Supervisor.Automations;

/// <summary>Reads an automations file, or says in words for its author why it cannot.</summary>
internal static class AutomationsReader
{
    internal const int Limit = 256 * 1024;

    internal static WorkspaceFile Read(string folder, string path)
    {
        var file = new WorkspaceFile { Path = path };
        try
        {
            using var held = new HeldPath(Path.Combine(folder, path));
            using var workspace = new HeldPath(folder);
            // It is shown to people who see the environment, not the container's files.
            if (!IsBelow(workspace.Location, held.Location)) file.Problem = $"{path} leads out of the workspace, to {held.Location}";
            else if (FileStamp.Of(held.Path)?.Kind != FileKind.File) file.Problem = $"{path} is not a file";
            else Fill(file, held.Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or Win32Exception)
        {
            file.Problem = $"{path} cannot be read: {e.Message}";
        }

        return file;
    }

    private static bool IsBelow(string folder, string path) =>
        path.StartsWith(folder.TrimEnd('/') + '/', StringComparison.Ordinal);

    private static void Fill(WorkspaceFile file, string path)
    {
        using var handle = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
        var length = RandomAccess.GetLength(handle);
        if (length > Limit)
        {
            file.Problem = $"{file.Path} is {length} bytes; it may be at most {Limit}";
            return;
        }

        var content = new byte[length];
        var count = RandomAccess.Read(handle, content, 0);
        file.Content = UnsafeByteOperations.UnsafeWrap(content.AsMemory(0, count));
    }
}
