using System.Buffers.Text;
using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Environs.Gateway.Tests.Support;

/// <summary>A real OpenID Connect provider, made with OpenIddict, that lets people in by their name.</summary>
internal sealed class TestIssuer : IAsyncDisposable
{
    public const string ClientId = "environs";

    private readonly WebApplication app;

    private TestIssuer(WebApplication app, string address, string caFile) => (this.app, Address, CaFile) = (app, address, caFile);

    public string Address { get; }

    /// <summary>The authority of its certificate.</summary>
    public string CaFile { get; }

    public static async Task<TestIssuer> StartAsync()
    {
        var port = FreePort.Next();
        var address = $"https://localhost:{port}/";
        var certificate = Certificate();
        var file = Path.Combine(Path.GetTempPath(), $"issuer-{port}.pem");
        await File.WriteAllTextAsync(file, certificate.ExportCertificatePem());

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen => listen.UseHttps(certificate)));
        builder.Services.AddOpenIddict().AddServer(server =>
        {
            server.SetIssuer(new Uri(address));
            server.SetAuthorizationEndpointUris("authorize").SetTokenEndpointUris("token").SetEndSessionEndpointUris("logout");
            server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
            server.RegisterScopes(Scopes.OpenId, Scopes.Profile, Scopes.Email);
            server.AddEphemeralSigningKey().AddEphemeralEncryptionKey();
            // It keeps nothing: what follows is all that it knows of clients.
            server.EnableDegradedMode();
            server.AddEventHandler<ValidateAuthorizationRequestContext>(handler => handler.UseInlineHandler(context =>
            {
                if (context.ClientId != ClientId) context.Reject(Errors.InvalidClient);
                else if (new Uri(context.RedirectUri!) is not { Scheme: "https", AbsolutePath: "/callback" } uri || !uri.Host.StartsWith("login.", StringComparison.Ordinal)) context.Reject(Errors.InvalidRequest);
                return default;
            }));
            server.AddEventHandler<ValidateTokenRequestContext>(handler => handler.UseInlineHandler(_ => default));
            server.AddEventHandler<ValidateEndSessionRequestContext>(handler => handler.UseInlineHandler(_ => default));
            server.UseAspNetCore().EnableAuthorizationEndpointPassthrough().EnableEndSessionEndpointPassthrough();
        });
        var app = builder.Build();
        app.UseAuthentication();
        app.MapGet("/authorize", Authorize);
        app.MapGet("/logout", () => Results.SignOut(new() { RedirectUri = "/" }, [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]));
        await app.StartAsync();
        // Its first answer takes a while on a busy machine, longer than a gateway waits.
        using var client = new HttpClient(new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, _, _, _) => true });
        _ = await client.GetStringAsync($"{address}.well-known/openid-configuration");
        return new(app, address, file);
    }

    /// <summary>An ID token for that person, by the code flow as a program does it.</summary>
    public async Task<string> TokenAsync(TestGateway gateway, string name, string? organization = null)
    {
        using var client = gateway.Client();
        var verifier = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var redirect = $"{gateway.Address("login")}/callback";
        var query = new Dictionary<string, string?>
        {
            ["client_id"] = ClientId,
            ["redirect_uri"] = redirect,
            ["response_type"] = "code",
            ["scope"] = "openid email",
            ["user"] = name,
            ["organization"] = organization,
            ["code_challenge"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))),
            ["code_challenge_method"] = "S256",
            ["state"] = "x",
        };
        using var redirected = await client.GetAsync(QueryHelpers.AddQueryString($"{Address}authorize", query));
        var code = QueryHelpers.ParseQuery(redirected.Headers.Location!.Query)["code"].ToString();
        using var answer = await client.PostAsync($"{Address}token", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code,
            ["redirect_uri"] = redirect,
            ["client_id"] = ClientId,
            ["code_verifier"] = verifier,
        }));
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["id_token"]!.GetValue<string>();
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await app.StopAsync(now.Token);
        await app.DisposeAsync();
        File.Delete(CaFile);
    }

    private static IResult Authorize(HttpContext context)
    {
        if (context.Request.Query["user"].ToString() is not { Length: > 0 } user)
        {
            var hidden = string.Concat(context.Request.Query.Select(pair => $"<input type=\"hidden\" name=\"{WebUtility.HtmlEncode(pair.Key)}\" value=\"{WebUtility.HtmlEncode(pair.Value)}\">"));
            return Results.Content($"<h1>Issuer</h1><form>{hidden}<input name=\"user\"><input name=\"organization\"><button>Sign in</button></form>", "text/html");
        }
        var identity = new ClaimsIdentity(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
        identity.SetClaim(Claims.Subject, user).SetClaim(Claims.Email, $"{user}@example.com").SetClaim(Claims.EmailVerified, true);
        if (context.Request.Query["organization"].ToString() is { Length: > 0 } organization) identity.SetClaim("org", organization);
        identity.SetScopes(Scopes.OpenId, Scopes.Email);
        identity.SetDestinations(_ => [Destinations.IdentityToken, Destinations.AccessToken]);
        return Results.SignIn(new ClaimsPrincipal(identity), null, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=issuer", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
