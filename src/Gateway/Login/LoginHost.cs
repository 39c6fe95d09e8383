using Environs.Gateway.Pages;
using Environs.Gateway.Routing;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace Environs.Gateway.Login;

/// <summary>The one host where people log in and out; it shows nothing of any environment.</summary>
internal sealed class LoginHost(Handover handover, Logins logins, ISignedOut signedOut, IOptions<GatewayOptions> options)
{
    private const int ChallengeLength = 43;

    public Task HandleAsync(HttpContext context) => (context.Request.Method, context.Request.Path.Value) switch
    {
        ("GET", LoginPaths.Start) => StartAsync(context),
        ("POST", LoginPaths.Development) when options.Value.DevelopmentLogin => DevelopmentAsync(context),
        ("GET", LoginPaths.Home or LoginPaths.Logout) => HomeAsync(context),
        ("POST", LoginPaths.Logout) => LogoutAsync(context),
        _ => Answers.WriteAsync(context, StatusCodes.Status404NotFound, "Nothing here", "People come here to log in, from the address of an environment."),
    };

    // Where it goes on is no address but a name in our own domain, so that nobody can be sent elsewhere.
    private async Task StartAsync(HttpContext context)
    {
        if (!GatewayHost.TryParseLabel(context.Request.Query["host"].ToString(), out var host) || context.Request.Query["challenge"].ToString() is not { Length: ChallengeLength } challenge)
            await Answers.WriteAsync(context, StatusCodes.Status400BadRequest, "This login is incomplete", "Go to the address of your environment; it brings you here.");
        else if (await logins.CurrentAsync(context) is { } login)
            context.Response.Redirect(QueryHelpers.AddQueryString($"{options.Value.Address(host.Label)}{Arrival.LoginPath}", "code", handover.Issue(host, challenge, login)));
        else if (options.Value.DevelopmentLogin)
            await DevelopmentPage.WriteAsync(context, host.Label, challenge);
        else if (options.Value.Oidc.Issuer.Length > 0 && await logins.IssuerAsync(context.RequestAborted) is null)
            await Answers.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "Nobody can log in now", "The issuer, which knows who people are, does not answer.", refresh: true);
        else if (options.Value.Oidc.Issuer.Length > 0)
            await context.ChallengeAsync(LoginSchemes.Oidc, new AuthenticationProperties { RedirectUri = StartPath(host, challenge) });
        else
            await Answers.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "Nobody can log in", "Whoever runs this gateway has not told it who people are.");
    }

    private async Task DevelopmentAsync(HttpContext context)
    {
        if (!IsOwnPage(context.Request) || !context.Request.HasFormContentType)
        {
            await Answers.WriteAsync(context, StatusCodes.Status400BadRequest, "This login is incomplete", "It must come from the login's own page.");
            return;
        }
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (form["name"].ToString().Trim() is not { Length: > 0 and <= 512 } name || !GatewayHost.TryParseLabel(form["host"].ToString(), out var host))
        {
            await Answers.WriteAsync(context, StatusCodes.Status400BadRequest, "This login is incomplete", "A name is needed.");
            return;
        }
        var organization = form["organization"].ToString().Trim();
        await logins.BeginAsync(context, new Person(name, organization.Length > 0 ? [organization] : []));
        context.Response.Redirect(StartPath(host, form["challenge"].ToString()));
    }

    private async Task HomeAsync(HttpContext context)
    {
        if (await logins.CurrentAsync(context) is not { } login)
            await Answers.WriteAsync(context, StatusCodes.Status200OK, "You are not logged in", "What was open for you ends within a few seconds. Go to the address of an environment to log in.");
        else
            await Answers.WritePageAsync(
                context, StatusCodes.Status200OK, "You are logged in",
                $"<p>as {Answers.Encode(login.Person.Name)}.</p><form method=\"post\" action=\"{LoginPaths.Logout}\"><button>Log out</button></form>");
    }

    private async Task LogoutAsync(HttpContext context)
    {
        if (!IsOwnPage(context.Request))
        {
            await Answers.WriteAsync(context, StatusCodes.Status400BadRequest, "Not logged out", "Only the login's own page logs people out.");
            return;
        }
        if (await logins.CurrentAsync(context) is { } login) await signedOut.AddAsync(login.Session, context.RequestAborted);
        await logins.EndAsync(context);
        // Where the issuer is to be told as well, it sends people back by itself.
        if (context.Response.StatusCode == StatusCodes.Status200OK) context.Response.Redirect(LoginPaths.Home);
    }

    // Browsers say it of every POST; another page cannot make them say otherwise.
    private bool IsOwnPage(HttpRequest request) => request.Headers.Origin.ToString() == options.Value.Address(GatewayHost.LoginLabel);

    private static string StartPath(GatewayHost host, string challenge) =>
        QueryHelpers.AddQueryString(LoginPaths.Start, new Dictionary<string, string?> { ["host"] = host.Label, ["challenge"] = challenge });
}
