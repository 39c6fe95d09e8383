using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Environs.Gateway.Routing;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Caching.Memory;

namespace Environs.Gateway.Login;

/// <summary>
/// Brings a login from the login's host to an environment's. The code passes through the browser's address, so it is worth nothing to who
/// reads it there: the environment's host takes it only from the browser that holds the cookie it was asked for with, once, and for a minute.
/// Whoever sends somebody a link with a code of their own gets nowhere for the same reason.
/// </summary>
internal sealed class Handover(IDataProtectionProvider protection, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan StartLifetime = TimeSpan.FromMinutes(15);

    private readonly ITimeLimitedDataProtector codes = protection.CreateProtector("handover").ToTimeLimitedDataProtector();
    private readonly ITimeLimitedDataProtector starts = protection.CreateProtector("start").ToTimeLimitedDataProtector();
    private readonly MemoryCache used = new(new MemoryCacheOptions { SizeLimit = 100_000 });

    /// <summary>Begins a login on an environment's host.</summary>
    /// <returns>The cookie that the browser keeps there, and the challenge that the login's host gets.</returns>
    public (string Cookie, string Challenge) Begin(string returnTo)
    {
        var nonce = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var begun = JsonSerializer.Serialize(new BegunLogin(nonce, returnTo), LoginJson.Default.BegunLogin);
        return (starts.Protect(begun, time.GetUtcNow() + StartLifetime), Challenge(nonce));
    }

    /// <summary>Makes a code, on the login's host.</summary>
    public string Issue(GatewayHost host, string challenge, LoggedIn login)
    {
        var code = new HandoverCode(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)), host.Label, challenge, login);
        return codes.Protect(JsonSerializer.Serialize(code, LoginJson.Default.HandoverCode), time.GetUtcNow() + CodeLifetime);
    }

    /// <summary>Takes a code, on the environment's host; null when it is not for this host and browser, or was used, or is too old.</summary>
    public (LoggedIn Login, string ReturnTo)? Take(string code, string? cookie, GatewayHost host)
    {
        if (cookie is null || Open(codes, code, LoginJson.Default.HandoverCode) is not { } said || Open(starts, cookie, LoginJson.Default.BegunLogin) is not { } begun) return null;
        var isOurs = said.Host == host.Label && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(said.Challenge), Encoding.ASCII.GetBytes(Challenge(begun.Nonce)));
        return isOurs && IsFirst(said.Id) ? (said.Login, begun.ReturnTo) : null;
    }

    public void Dispose() => used.Dispose();

    private static string Challenge(string nonce) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(nonce)));

    // Of another replica a second use is not known; there the browser's cookie is gone with the first.
    private bool IsFirst(string id)
    {
        lock (used)
        {
            if (used.TryGetValue(id, out _)) return false;
            used.Set(id, true, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = CodeLifetime * 2 });
            return true;
        }
    }

    private static T? Open<T>(ITimeLimitedDataProtector protector, string sealedText, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(protector.Unprotect(sealedText), type);
        }
        catch (Exception error) when (error is CryptographicException or JsonException or FormatException)
        {
            return null;
        }
    }
}
