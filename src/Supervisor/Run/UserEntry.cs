using System.Globalization;

namespace Environs.Supervisor.Run;

/// <summary>A line of /etc/passwd, read by ourselves: a static program has no getpwuid.</summary>
internal sealed record UserEntry(string Name, int User, int Group, string Home, string Shell)
{
    /// <summary>The entry of a user; null where the image has none, which is nothing unusual.</summary>
    internal static UserEntry? Find(string file, int user)
    {
        if (!File.Exists(file)) return null;
        return File.ReadLines(file).Select(Parse).FirstOrDefault(entry => entry?.User == user);
    }

    /// <summary>Reads a line; null when it is no entry.</summary>
    internal static UserEntry? Parse(string line)
    {
        var parts = line.Split(':');
        return parts.Length == 7
            && int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var user)
            && int.TryParse(parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out var group)
            ? new UserEntry(parts[0], user, group, parts[5], parts[6])
            : null;
    }
}
