namespace Environs.Generate;

/// <summary>The files of the checkout that <paramref name="start"/> lies in.</summary>
internal sealed class Repository(string start)
{
    private readonly string _root = Root(start);

    /// <summary>Those of <paramref name="files"/> that are not on disk as they should be, and those beside them that nothing generates any more.</summary>
    public IReadOnlyList<GeneratedFile> Differing(IReadOnlyList<GeneratedFile> files)
    {
        var expected = files.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        var left = expected.Select(path => Path.GetDirectoryName(path)!).Distinct()
            .Where(folder => Directory.Exists(Path.Combine(_root, folder)))
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(_root, folder), "*.yaml"))
            .Select(file => Path.GetRelativePath(_root, file))
            .Where(path => !expected.Contains(path) && Read(path)?.StartsWith(CrdFiles.Header, StringComparison.Ordinal) == true)
            .Select(path => new GeneratedFile(path, null));
        return [.. files.Where(file => Read(file.Path) != file.Text), .. left];
    }

    /// <summary>Puts <paramref name="file"/> on disk, or takes it away.</summary>
    public void Write(GeneratedFile file)
    {
        var path = Path.Combine(_root, file.Path);
        if (file.Text is null)
        {
            File.Delete(path);
            return;
        }
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, file.Text);
    }

    private string? Read(string path) => Path.Combine(_root, path) is var file && File.Exists(file) ? File.ReadAllText(file) : null;

    private static string Root(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props"))) return folder.FullName;
        throw new DirectoryNotFoundException($"{start} is not in a checkout: no folder above it has a Directory.Packages.props");
    }
}
