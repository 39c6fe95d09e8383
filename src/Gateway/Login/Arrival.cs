using Environs.Gateway.Access;
using Environs.Gateway.Pages;
using Environs.Gateway.Routing;
using Environs.Gateway.Tokens;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace Environs.Gateway.Login;

/// <summary>The environment host's part of a login: sends people to the login's host, and takes them when they come back.</summary>
internal sealed class Arrival(Handover handover, Sessions sessions, BearerTokens tokens, IOptions<GatewayOptions> options, TimeProvider time)
{
    public const string LoginPath = "/.environs/login";
    public const string LogoutPath = "/.environs/logout";

    // Longer ones would not fit a cookie.
    private const int LongestReturn = 2000;

    /// <summary>Answers a path of the login; false where it is none.</summary>
    public async Task<bool> HandleAsync(HttpContext context, GatewayHost host)
    {
        if (context.Request.Path.Equals(LoginPath, StringComparison.Ordinal)) await (context.Request.Query.ContainsKey("code") ? ArriveAsync(context, host) : AskAsync(context, host));
        else if (context.Request.Path.Equals(LogoutPath, StringComparison.Ordinal)) context.Response.Redirect($"{options.Value.Address(GatewayHost.LoginLabel)}{LoginPaths.Logout}");
        else return false;
        return true;
    }

    /// <summary>Answers whoever must say first who they are: people are sent to log in, programs are told.</summary>
    public async Task AskAsync(HttpContext context, GatewayHost host)
    {
        if (!Answers.WantsPage(context.Request) || context.Request.Headers.ContainsKey(Callers.OwnHeader) || tokens.Ours(context.Request.Headers) is not null)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer realm=\"environs\"";
            await Answers.WriteLineAsync(context, StatusCodes.Status401Unauthorized, "Who are you? Send a valid token, or log in with a browser.");
            return;
        }
        var wanted = context.Request.Path.ToUriComponent() + context.Request.QueryString.ToUriComponent();
        var (cookie, challenge) = handover.Begin(ReturnTo(wanted));
        context.Response.Cookies.Append(GatewayCookies.Start, cookie, Cookie(TimeSpan.FromMinutes(15)));
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Redirect(QueryHelpers.AddQueryString(
            $"{options.Value.Address(GatewayHost.LoginLabel)}{LoginPaths.Start}", new Dictionary<string, string?> { ["host"] = host.Label, ["challenge"] = challenge }));
    }

    private async Task ArriveAsync(HttpContext context, GatewayHost host)
    {
        var cookie = GatewayCookies.Value(context.Request.Headers.Cookie, GatewayCookies.Start);
        context.Response.Cookies.Delete(GatewayCookies.Start, Cookie(null));
        context.Response.Headers.CacheControl = "no-store";
        if (!HttpMethods.IsGet(context.Request.Method) || handover.Take(context.Request.Query["code"].ToString(), cookie, host) is not var (login, returnTo))
        {
            await Answers.WritePageAsync(
                context, StatusCodes.Status400BadRequest, "This login cannot be used",
                "<p>It was begun in another window or browser, is used up, or took too long.</p><p><a href=\"/\">Try again</a></p>");
            return;
        }
        context.Response.Cookies.Append(GatewayCookies.Session, sessions.Seal(login, host), Cookie(login.Expires - time.GetUtcNow()));
        context.Response.Redirect(returnTo);
    }

    /// <summary>A path of this very host, whatever was asked for.</summary>
    internal static string ReturnTo(string wanted) =>
        wanted.Length is 0 or > LongestReturn || wanted[0] != '/' || wanted is ['/', '/' or '\\', ..] || wanted.Contains('\\', StringComparison.Ordinal) || wanted.Any(char.IsControl) || IsOurs(wanted)
            ? "/" : wanted;

    private static bool IsOurs(string path) => path.StartsWith("/.environs", StringComparison.OrdinalIgnoreCase);

    private static CookieOptions Cookie(TimeSpan? lifetime) => new() { Path = "/", Secure = true, HttpOnly = true, SameSite = Microsoft.AspNetCore.Http.SameSiteMode.Lax, MaxAge = lifetime };
}
