using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace Environs.Gateway.Tokens;

/// <summary>The operator's public keys, a JSON Web Key Set in a mounted file, read again when that changes.</summary>
internal sealed class PortTokenKeys(IOptions<GatewayOptions> options, TimeProvider time, ILogger<PortTokenKeys> logger) : IPortTokenKeys
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    private volatile Read last = new(DateTimeOffset.MinValue, "", []);

    public IReadOnlyList<SecurityKey> Current
    {
        get
        {
            if (options.Value.TokenKeysFile.Length == 0) return [];
            if (time.GetUtcNow() - last.At >= LookEvery) last = Look(last);
            return last.Keys;
        }
    }

    // A file that cannot be read takes nothing back: keys that were known stay until another set is.
    private Read Look(Read before)
    {
        var now = time.GetUtcNow();
        try
        {
            var json = File.Exists(options.Value.TokenKeysFile) ? File.ReadAllText(options.Value.TokenKeysFile) : "";
            return json == before.Json ? before with { At = now } : new(now, json, json.Length == 0 ? [] : [.. new JsonWebKeySet(json).GetSigningKeys()]);
        }
        catch (Exception error) when (error is ArgumentException or IOException)
        {
            Log.KeysUnreadable(logger, options.Value.TokenKeysFile, error.Message);
            return before with { At = now };
        }
    }

    private sealed record Read(DateTimeOffset At, string Json, IReadOnlyList<SecurityKey> Keys);
}
