using System.Buffers.Text;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Environs.Gateway.Login;

/// <summary>Who has logged in at the login's own host.</summary>
internal sealed class Logins(
    ISignedOut signedOut, IConfigurationManager<OpenIdConnectConfiguration> issuer, IOptions<GatewayOptions> options, TimeProvider time, ILogger<Logins> logger)
{
    private const string Claim = "environs";

    /// <summary>Who it is; null when nobody has logged in, or not any more.</summary>
    public async Task<LoggedIn?> CurrentAsync(HttpContext context)
    {
        var result = await context.AuthenticateAsync(LoginSchemes.Cookie);
        if (result.Principal?.FindFirstValue(Claim) is not { } json || JsonSerializer.Deserialize(json, LoginJson.Default.LoggedIn) is not { } login) return null;
        return login.Expires <= time.GetUtcNow() || signedOut.Contains(login.Session) ? null : login;
    }

    public Task BeginAsync(HttpContext context, Person person) => context.SignInAsync(LoginSchemes.Cookie, Principal(person));

    /// <summary>Ends it, at the issuer too where that knows how.</summary>
    public async Task EndAsync(HttpContext context)
    {
        await context.SignOutAsync(LoginSchemes.Cookie);
        if (options.Value.Oidc.Issuer.Length > 0 && (await IssuerAsync(context.RequestAborted))?.EndSessionEndpoint is { Length: > 0 })
            await context.SignOutAsync(LoginSchemes.Oidc, new AuthenticationProperties { RedirectUri = LoginPaths.Home });
    }

    /// <summary>What the issuer says of itself; null while it does not answer.</summary>
    public async Task<OpenIdConnectConfiguration?> IssuerAsync(CancellationToken cancellation)
    {
        try
        {
            return await issuer.GetConfigurationAsync(cancellation);
        }
        catch (Exception error) when (error is InvalidOperationException or HttpRequestException or IOException)
        {
            Log.IssuerSilent(logger, error.Message);
            return null;
        }
    }

    /// <summary>A new login of that person.</summary>
    public ClaimsPrincipal Principal(Person person)
    {
        var login = new LoggedIn(person, Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)), time.GetUtcNow() + options.Value.LoginLifetime);
        return new(new ClaimsIdentity([new Claim(Claim, JsonSerializer.Serialize(login, LoginJson.Default.LoggedIn))], LoginSchemes.Cookie));
    }
}
