using Microsoft.IdentityModel.Tokens;

namespace Environs.Gateway.Tokens;

/// <summary>Keys in a file that is read again when it changes.</summary>
internal sealed class KeyFile(string path, Func<string, IReadOnlyList<SecurityKey>> parse, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    private volatile Read last = new(DateTimeOffset.MinValue, "", []);

    public IReadOnlyList<SecurityKey> Keys
    {
        get
        {
            if (path.Length == 0) return [];
            if (time.GetUtcNow() - last.At >= LookEvery) last = Look(last);
            return last.Keys;
        }
    }

    // A file that cannot be read takes nothing back: keys that were known stay until others are.
    private Read Look(Read before)
    {
        var now = time.GetUtcNow();
        try
        {
            var json = File.Exists(path) ? File.ReadAllText(path) : "";
            return json == before.Json ? before with { At = now } : new(now, json, json.Length == 0 ? [] : parse(json));
        }
        catch (Exception error) when (error is ArgumentException or IOException or UnauthorizedAccessException)
        {
            // Its words could hold what it was about.
            Log.KeysUnreadable(logger, path, error.GetType().Name);
            return before with { At = now };
        }
    }

    private sealed record Read(DateTimeOffset At, string Json, IReadOnlyList<SecurityKey> Keys);
}
