using System.Security.Cryptography.X509Certificates;
using Environs.Gateway.Access;
using Environs.Gateway.Pages;
using Environs.Gateway.Tokens;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Environs.Gateway.Login;

/// <summary>Puts the login together: the code flow with PKCE, and the cookie of the login's host.</summary>
internal static class LoginSetup
{
    public static void AddLogin(this IServiceCollection services, GatewayOptions options)
    {
        services.AddSingleton<PassingSignedOut>();
        services.AddSingleton<ISignedOut>(provider => provider.GetRequiredService<PassingSignedOut>());
        services.AddSingleton<Sessions>();
        services.AddSingleton<Handover>();
        services.AddSingleton<Arrival>();
        services.AddSingleton<Logins>();
        services.AddSingleton<LoginHost>();
        services.AddSingleton<IConfigurationManager<OpenIdConnectConfiguration>>(_ => Issuer(options.Oidc));

        var authentication = services.AddAuthentication(LoginSchemes.Cookie).AddCookie(LoginSchemes.Cookie, cookie =>
        {
            cookie.Cookie.Name = GatewayCookies.Login;
            Harden(cookie.Cookie);
            cookie.ExpireTimeSpan = options.LoginLifetime;
            cookie.SlidingExpiration = false;
        });
        if (options.Oidc.Issuer.Length == 0) return;
        authentication.AddOpenIdConnect(LoginSchemes.Oidc, oidc => Configure(oidc, options));
        services.AddOptions<OpenIdConnectOptions>(LoginSchemes.Oidc).Configure<IConfigurationManager<OpenIdConnectConfiguration>>((oidc, issuer) => oidc.ConfigurationManager = issuer);
    }

    private static void Configure(OpenIdConnectOptions oidc, GatewayOptions options)
    {
        oidc.Authority = options.Oidc.Issuer;
        oidc.ClientId = options.Oidc.ClientId;
        oidc.ClientSecret = options.Oidc.ClientSecretFile.Length > 0 ? File.ReadAllText(options.Oidc.ClientSecretFile).Trim() : null;
        oidc.SignInScheme = LoginSchemes.Cookie;
        oidc.ResponseType = OpenIdConnectResponseType.Code;
        oidc.ResponseMode = OpenIdConnectResponseMode.Query;
        oidc.UsePkce = true;
        oidc.SaveTokens = false;
        oidc.GetClaimsFromUserInfoEndpoint = false;
        oidc.MapInboundClaims = false;
        oidc.CallbackPath = LoginPaths.Callback;
        oidc.SignedOutCallbackPath = LoginPaths.SignedOutCallback;
        oidc.SignedOutRedirectUri = LoginPaths.Home;
        oidc.TokenValidationParameters.ValidIssuer = options.Oidc.Issuer;
        oidc.TokenValidationParameters.ValidAlgorithms = OidcTokens.Algorithms;
        oidc.BackchannelHttpHandler = Handler(options.Oidc);
        oidc.Scope.Clear();
        foreach (var scope in options.Oidc.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Prepend(OpenIdConnectScope.OpenId)) oidc.Scope.Add(scope);
        oidc.NonceCookie.Name = $"{GatewayCookies.Prefix}-nonce-";
        oidc.CorrelationCookie.Name = $"{GatewayCookies.Prefix}-correlation-";
        Harden(oidc.NonceCookie);
        Harden(oidc.CorrelationCookie);
        oidc.Events.OnTokenValidated = context =>
        {
            if (OidcPerson.Of(context.Principal!.Claims, options.Oidc, options.OrganizationGroupPrefix) is { } person)
                context.Principal = context.HttpContext.RequestServices.GetRequiredService<Logins>().Principal(person);
            else
                context.Fail("The token names nobody who may log in here.");
            return Task.CompletedTask;
        };
        oidc.Events.OnRedirectToIdentityProviderForSignOut = context =>
        {
            // In place of the token, which is not kept.
            context.ProtocolMessage.SetParameter("client_id", options.Oidc.ClientId);
            return Task.CompletedTask;
        };
        oidc.Events.OnRemoteFailure = context =>
        {
            Log.Failed(context.HttpContext.RequestServices.GetRequiredService<ILogger<LoginHost>>(), context.Failure?.Message ?? "");
            context.HandleResponse();
            return Answers.WriteAsync(context.HttpContext, StatusCodes.Status400BadRequest, "This login has failed", "It took too long, was begun in another browser, or the issuer refused it. Go to the address of your environment to try again.");
        };
    }

    private static void Harden(CookieBuilder cookie)
    {
        cookie.Path = "/";
        cookie.HttpOnly = true;
        cookie.SecurePolicy = CookieSecurePolicy.Always;
        cookie.SameSite = SameSiteMode.Lax;
    }

    private static ConfigurationManager<OpenIdConnectConfiguration> Issuer(OidcOptions options) => new(
        $"{options.Issuer.TrimEnd('/')}/.well-known/openid-configuration", new OpenIdConnectConfigurationRetriever(),
        new HttpDocumentRetriever(new HttpClient(Handler(options)) { Timeout = TimeSpan.FromSeconds(10), MaxResponseContentBufferSize = 1024 * 1024 }));

    private static SocketsHttpHandler Handler(OidcOptions options)
    {
        var handler = new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
        if (options.CaFile.Length == 0) return handler;
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(options.CaFile);
        handler.SslOptions.CertificateChainPolicy = policy;
        return handler;
    }
}
