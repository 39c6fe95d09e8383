using System.Security.Cryptography;
using System.Text.Json;
using Environs.Gateway.Access;
using Environs.Gateway.Routing;
using Microsoft.AspNetCore.DataProtection;

namespace Environs.Gateway.Login;

/// <summary>The cookie of somebody who has logged in, on one environment's host: sealed for that host, it means nothing on another.</summary>
internal sealed class Sessions(IDataProtectionProvider protection, ISignedOut signedOut, TimeProvider time)
{
    private readonly IDataProtector sealing = protection.CreateProtector("session");

    public string Seal(LoggedIn login, GatewayHost host) => For(host).Protect(JsonSerializer.Serialize(login, LoginJson.Default.LoggedIn));

    /// <summary>Whose it is; null when it is of another host, over, or no cookie of ours.</summary>
    public Caller? Open(string cookie, GatewayHost host)
    {
        try
        {
            var login = JsonSerializer.Deserialize(For(host).Unprotect(cookie), LoginJson.Default.LoggedIn);
            return login is null || login.Expires <= time.GetUtcNow() || signedOut.Contains(login.Session) ? null : login.Caller;
        }
        catch (Exception error) when (error is CryptographicException or JsonException or FormatException)
        {
            return null;
        }
    }

    private IDataProtector For(GatewayHost host) => sealing.CreateProtector(host.Label);
}
