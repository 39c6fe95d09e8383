namespace Environs.Supervisor.Automations;

/// <summary>Finds the files that a path with a "*" for one folder's name stands for.</summary>
internal static class FilePattern
{
    private const string AnyFolder = "/*/";
    private const int Most = 100;

    internal static bool Is(string path) => path.Contains(AnyFolder, StringComparison.Ordinal);

    /// <summary>Their paths below the folder, in order; of very many the first.</summary>
    internal static IReadOnlyList<string> Find(string folder, string pattern)
    {
        var star = pattern.IndexOf(AnyFolder, StringComparison.Ordinal);
        var (parent, rest) = (pattern[..star], pattern[(star + AnyFolder.Length)..]);
        try
        {
            return
            [
                .. Directory.EnumerateDirectories(Path.Combine(folder, parent)).Select(Path.GetFileName).Take(Most).Order(StringComparer.Ordinal)
                    .Select(name => $"{parent}/{name}/{rest}").Where(path => File.Exists(Path.Combine(folder, path))),
            ];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Mostly because there is no such folder.
            return [];
        }
    }
}
