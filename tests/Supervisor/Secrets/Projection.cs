using Environs.Supervisor.Posix;
using Environs.Supervisor.Tests.Support;

namespace Environs.Supervisor.Tests.Secrets;

/// <summary>A folder of secrets as kubelet keeps it: files are links into a folder that is another one after each change.</summary>
internal sealed class Projection
{
    private readonly string folder;
    private int count;

    internal Projection(TemporaryFolder root)
    {
        folder = root["secrets"];
        Directory.CreateDirectory(folder);
        Put();
    }

    internal string Folder => folder;

    /// <summary>What is there from now on, and nothing else.</summary>
    internal void Put(params (string Name, string Value)[] files)
    {
        var next = Path.Combine(folder, $"..{++count}");
        Directory.CreateDirectory(next);
        foreach (var (name, value) in files) File.WriteAllText(Path.Combine(next, name), value);
        File.CreateSymbolicLink(Path.Combine(folder, "..data_tmp"), Path.GetFileName(next));
        // Not File.Move, which looks at what a link leads to.
        _ = Libc.TryRename(Path.Combine(folder, "..data_tmp"), Path.Combine(folder, "..data"));
        foreach (var gone in Directory.EnumerateFileSystemEntries(folder).Where(path => !Path.GetFileName(path).StartsWith("..", StringComparison.Ordinal))) File.Delete(gone);
        foreach (var (name, _) in files) File.CreateSymbolicLink(Path.Combine(folder, name), Path.Combine("..data", name));
    }
}
