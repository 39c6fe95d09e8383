using System.Globalization;

namespace Environs.Supervisor.Processes;

/// <summary>A process as /proc tells of it.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Parent">Who answers for it; 0 for somebody outside of the container.</param>
/// <param name="Group">Its group.</param>
/// <param name="Session">Its session.</param>
/// <param name="Terminal">Device number of its terminal; 0 for none.</param>
/// <param name="HasEnded">Only its exit code is left.</param>
internal sealed record ProcessEntry(int Id, int Parent, int Group, int Session, int Terminal, bool HasEnded)
{
    internal bool HasTerminal => Terminal != 0;

    /// <summary>Reads a line of /proc/ID/stat, see proc_pid_stat(5); null when it is none.</summary>
    internal static ProcessEntry? Parse(string line)
    {
        // The name stands in parentheses and may itself hold spaces and parentheses.
        var open = line.IndexOf('(', StringComparison.Ordinal);
        var close = line.LastIndexOf(')');
        if (open < 1 || close < open || !Number(line[..(open - 1)], out var id)) return null;
        var parts = line[(close + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length >= 5 && Number(parts[1], out var parent) && Number(parts[2], out var group)
            && Number(parts[3], out var session) && Number(parts[4], out var terminal)
            ? new ProcessEntry(id, parent, group, session, terminal, parts[0] is "Z" or "X")
            : null;
    }

    private static bool Number(string text, out int value) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
}
