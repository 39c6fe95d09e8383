using System.Globalization;
using System.Text.Json.Nodes;
using Environs.Gateway.Access;
using Environs.Gateway.Pages;
using Environs.Gateway.Routing;

namespace Environs.Gateway.Tokens;

/// <summary>Gives a token to who may come in anyway: for the port whose host is asked, or, on the environment's own host, for more.</summary>
/// <remarks>
/// An app's page may ask on its own host in its visitor's name, and gets what it has: its port. What reaches further is given only where no
/// app answers.
/// </remarks>
internal sealed class TokenDesk(AccessTokens tokens)
{
    public const string Path = "/.environs/token";

    /// <summary>Answers a request of somebody who was let in to that host.</summary>
    public async Task HandleAsync(HttpContext context, GatewayHost host, Caller caller)
    {
        var query = context.Request.Query;
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.Headers.Allow = HttpMethods.Post;
            await Answers.WriteLineAsync(context, StatusCodes.Status405MethodNotAllowed, "Ask for a token by POST.");
        }
        else if (caller.Name is null) await Answers.WriteLineAsync(context, StatusCodes.Status401Unauthorized, "A token is somebody's: say who you are.");
        else if (caller.Only is not null) await Answers.WriteLineAsync(context, StatusCodes.Status403Forbidden, "No token is given for such a token: say yourself who you are.");
        else if (ScopeOf(host, query["use"].ToString()) is not { } scope)
            await Answers.WriteLineAsync(context, StatusCodes.Status400BadRequest, host.IsEnvironment ? "use must be logs or environment." : "use can only be port on this host.");
        else if (LifetimeOf(query["lifetime"].ToString()) is not { } lifetime)
            await Answers.WriteLineAsync(context, StatusCodes.Status400BadRequest, $"lifetime must be a number of seconds from 60 to {AccessTokens.Longest.TotalSeconds}.");
        else if (tokens.Make(caller, scope, lifetime) is not var (token, expires))
            await Answers.WriteLineAsync(context, StatusCodes.Status503ServiceUnavailable, "There is no key to make tokens with yet. Come back in a minute.");
        else await GiveAsync(context, token, expires);
    }

    private static Task GiveAsync(HttpContext context, string token, DateTimeOffset expires)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(new JsonObject { ["token"] = token, ["expires"] = expires.ToString("O", CultureInfo.InvariantCulture) }.ToJsonString(), context.RequestAborted);
    }

    private static TokenScope? ScopeOf(GatewayHost host, string use) => (host.IsEnvironment, use) switch
    {
        (false, "" or "port") => new(TokenUse.Port, host.Uid, host.Port),
        (true, "logs") => new(TokenUse.Logs, host.Uid),
        (true, "environment") => new(TokenUse.Environment, host.Uid),
        _ => null,
    };

    private static TimeSpan? LifetimeOf(string seconds) =>
        seconds.Length == 0 ? AccessTokens.Longest
        : int.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 60 && number <= AccessTokens.Longest.TotalSeconds ? TimeSpan.FromSeconds(number)
        : null;
}
