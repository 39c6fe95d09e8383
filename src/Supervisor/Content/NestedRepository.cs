using System.IO.Enumeration;
using Environs.Supervisor.Posix;

namespace Environs.Supervisor.Content;

/// <summary>Looks for repositories within a clone: git says nothing of those that lie in an ignored folder.</summary>
internal static class NestedRepository
{
    /// <summary>True when anything below <paramref name="folder"/>, but for its own <c>.git</c>, is a repository, a bare one or a linked work tree.</summary>
    /// <remarks>Throws where a folder cannot be read. Links are not followed: what they lead to is not deleted with the clone.</remarks>
    internal static bool IsIn(string folder) =>
        new FileSystemEnumerable<bool>(folder, static (ref FileSystemEntry _) => true, EveryEntry.Tree)
        {
            ShouldIncludePredicate = static (ref FileSystemEntry entry) =>
                entry.FileName is ".git" ? !IsOwn(ref entry) : entry.FileName is "HEAD" && IsBare(entry.Directory),
            ShouldRecursePredicate = static (ref FileSystemEntry entry) => !IsOwn(ref entry) && (entry.Attributes & FileAttributes.ReparsePoint) == 0,
        }.Any();

    private static bool IsOwn(ref FileSystemEntry entry) => entry.FileName is ".git" && entry.Directory.SequenceEqual(entry.RootDirectory);

    private static bool IsBare(ReadOnlySpan<char> folder) => Directory.Exists(Path.Join(folder, "objects")) && Directory.Exists(Path.Join(folder, "refs"));
}
