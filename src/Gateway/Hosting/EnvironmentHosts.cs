using Environs.Gateway.Access;
using Environs.Gateway.Forwarding;
using Environs.Gateway.Login;
using Environs.Gateway.Logs;
using Environs.Gateway.Pages;
using Environs.Gateway.Routing;
using Environs.Gateway.Tokens;
using Environs.Gateway.Waking;

namespace Environs.Gateway.Hosting;

/// <summary>Answers a request to an environment's host: who sends it, whether they may, where to.</summary>
internal sealed class EnvironmentHosts(Callers callers, Routes routes, Arrival arrival, Waiting waiting, AppForwarder forwarder, TokenDesk desk, LogHost logs, TimeProvider time)
{
    /// <summary>Paths that are ours on every environment's host, and no app's.</summary>
    private const string OwnPaths = "/.environs";

    public async Task HandleAsync(HttpContext context, GatewayHost host)
    {
        if (context.Request.Path.StartsWithSegments(OwnPaths, StringComparison.OrdinalIgnoreCase) && await arrival.HandleAsync(context, host)) return;

        var caller = await callers.OfAsync(context.Request, host);
        var environment = routes.Environment(host.Uid);
        switch (Admission.Decide(environment, host, caller, time.GetUtcNow()))
        {
            case Verdict.LoginNeeded:
                await arrival.AskAsync(context, host);
                return;
            case Verdict.Refused:
                await Answers.WriteAsync(context, StatusCodes.Status404NotFound, "Nothing here for you", "There is no such environment, or you may not reach it.");
                return;
        }
        var isAboutTokens = context.Request.Path.Equals(TokenDesk.Path, StringComparison.OrdinalIgnoreCase);
        if (host.IsEnvironment)
        {
            if (isAboutTokens) await desk.HandleAsync(context, host, caller);
            else await logs.HandleAsync(context, host, caller, environment!);
            return;
        }
        if (Routes.Port(environment!, host.Port) is not { } port)
        {
            await Answers.WriteAsync(
                context, StatusCodes.Status404NotFound, $"Port {host.Port} is not shared", "Only the ports in the environment's spec.ports, and those that its devcontainer.json forwards, can be reached from outside.");
            return;
        }
        var upstream = routes.Upstream(environment!, port);
        if (isAboutTokens) await desk.HandleAsync(context, host, caller);
        else if (context.Request.Path.Equals(Waiting.StatusPath, StringComparison.OrdinalIgnoreCase))
            await Waiting.StatusAsync(context, upstream);
        else if (context.Request.Path.StartsWithSegments(OwnPaths, StringComparison.OrdinalIgnoreCase))
            await Answers.WriteAsync(context, StatusCodes.Status404NotFound, "Nothing here", "Paths below /.environs are the gateway's own.");
        else if (upstream.Address is { } address)
            await forwarder.ForwardAsync(context, new(host, caller), address);
        else
            await waiting.AnswerAsync(context, environment!, upstream, caller);
    }
}
