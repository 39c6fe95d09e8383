using System.Globalization;
using Environs.Supervisor.Run;

namespace Environs.Supervisor.Launch;

/// <summary>A user of the image, by its own files: a static program has no getpwnam.</summary>
/// <param name="Name">The name; the number where the image has none.</param>
/// <param name="Switch">What a process takes on to be that user.</param>
internal sealed record Account(string Name, UserSwitch Switch)
{
    /// <summary>Finds a user by name or number; throws <see cref="LaunchException"/> when there is none.</summary>
    internal static Account Find(string user, string users, string groups)
    {
        var isNumber = uint.TryParse(user, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        var entry = Lines(users).Select(UserEntry.Parse).OfType<UserEntry>().FirstOrDefault(entry => entry.Name == user || (isNumber && entry.User == number));
        if (entry is not null) return new Account(entry.Name, new UserSwitch((uint)entry.User, (uint)entry.Group, [.. Memberships(groups, entry.Name)]));
        // As container runtimes have it.
        if (isNumber) return new Account(user, new UserSwitch(number, 0, []));
        throw new LaunchException($"the image has no user \"{user}\": {users} does not name it");
    }

    private static IEnumerable<uint> Memberships(string groups, string user) =>
        from line in Lines(groups)
        let fields = line.Split(':')
        where fields.Length == 4 && fields[3].Split(',').Contains(user)
        where uint.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out _)
        select uint.Parse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture);

    private static string[] Lines(string file)
    {
        try
        {
            return File.Exists(file) ? File.ReadAllLines(file) : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LaunchException($"the image's users cannot be read: {e.Message}");
        }
    }
}
