namespace Environs.Supervisor.Run;

/// <summary>What is mounted where, by /proc/self/mountinfo.</summary>
internal static class MountTable
{
    /// <summary>True when <paramref name="folder"/> or anything in it is a mount.</summary>
    internal static bool HasMount(IEnumerable<string> mountInfo, string folder) =>
        mountInfo.Select(line => line.Split(' '))
            .Where(fields => fields.Length > 4)
            .Select(fields => Decode(fields[4]))
            .Any(mount => mount == folder || mount.StartsWith(folder + "/", StringComparison.Ordinal));

    // The kernel writes these four as octal numbers.
    private static string Decode(string path) => path
        .Replace("\\040", " ", StringComparison.Ordinal)
        .Replace("\\011", "\t", StringComparison.Ordinal)
        .Replace("\\012", "\n", StringComparison.Ordinal)
        .Replace("\\134", "\\", StringComparison.Ordinal);
}
