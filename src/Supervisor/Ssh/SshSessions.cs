using System.Globalization;
using System.Text.RegularExpressions;
using Environs.Supervisor.Posix;
using Environs.Supervisor.Processes;

namespace Environs.Supervisor.Ssh;

/// <summary>Who is logged in, by what the server says of its connections, each of which is a process. Safe to call from any thread.</summary>
/// <param name="program">The server's file.</param>
internal sealed partial class SshSessions(string program)
{
    private readonly Lock gate = new();
    private readonly Dictionary<int, string> known = [];
    private IReadOnlySet<string> allowed = new HashSet<string>();
    private bool hasBeen;

    /// <summary>Takes a line of the server's log.</summary>
    internal void Hear(string line)
    {
        lock (gate)
        {
            if (Login().Match(line) is { Success: true } login)
            {
                known[Id(login)] = login.Groups["key"].Value;
                hasBeen = true;
                // It had read the file before the key was taken out of it.
                EndOthers();
            }
            else if (Exit().Match(line) is { Success: true } exit)
            {
                known.Remove(Id(exit));
            }
        }
    }

    /// <summary>Ends all that are logged in by other keys than these; whoever has just got in by another one is ended, too.</summary>
    internal void Allow(IReadOnlySet<string> fingerprints)
    {
        lock (gate)
        {
            allowed = fingerprints;
            EndOthers();
        }
    }

    /// <summary>Whether somebody is logged in, or was since the last look.</summary>
    internal bool Look()
    {
        lock (gate)
        {
            foreach (var id in known.Keys.Where(id => !IsAlive(id)).ToList()) known.Remove(id);
            var answer = hasBeen || known.Count > 0;
            hasBeen = false;
            return answer;
        }
    }

    private void EndOthers()
    {
        foreach (var (id, _) in known.Where(one => !allowed.Contains(one.Value)).ToList())
            if (IsAlive(id)) _ = Libc.Kill(id, Signal.Terminate.Number);
    }

    // The number may have been given to somebody else meanwhile.
    private bool IsAlive(int id)
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/cmdline")).StartsWith($"{program}\0", StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static int Id(Match match) => int.Parse(match.Groups["id"].Value, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\[(?<id>[0-9]{1,9})\] .* Pubkey auth succeeded for '[^']*' with [^ ]+ key (?<key>SHA256:[^ ]+) from ", RegexOptions.ExplicitCapture)]
    private static partial Regex Login();

    [GeneratedRegex(@"^\[(?<id>[0-9]{1,9})\] [^ ]+ +[0-9]+ [0-9:]+ Exit ", RegexOptions.ExplicitCapture)]
    private static partial Regex Exit();
}
