using Environs.Gateway.Login;
using Environs.Gateway.Routing;
using Microsoft.Extensions.Options;

namespace Environs.Gateway.Access;

/// <summary>Ends the requests, WebSockets above all, of those who may not have them any more.</summary>
internal sealed class Recheck(
    OpenRequests open, Routes routes, ISignedOut signedOut, IOptions<GatewayOptions> options, TimeProvider time, ILogger<Recheck> logger) : BackgroundService
{
    // What the API server says of a token holds for as long; asking more often would tell nothing new.
    private const int AskEvery = 2;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.Limits.Recheck, time);
        try
        {
            for (var round = 0; await timer.WaitForNextTickAsync(stoppingToken); round++)
            {
                foreach (var request in open.All)
                {
                    if (!MayStay(request)) End(request);
                    else if (round % AskEvery == 0 && request.Caller.StillHolds is { } ask) _ = AskAsync(request, ask, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private bool MayStay(OpenRequest request) =>
        routes.Environment(request.Host.Uid) is { } environment && (request.Host.IsEnvironment || Routes.Port(environment, request.Host.Port) is not null)
        && (request.Caller.Session is null || !signedOut.Contains(request.Caller.Session))
        && Admission.Decide(environment, request.Host, request.Caller, time.GetUtcNow()) == Verdict.Allowed;

    private async Task AskAsync(OpenRequest request, Func<CancellationToken, Task<bool>> ask, CancellationToken cancellation)
    {
        try
        {
            if (!await ask(cancellation)) End(request);
        }
        catch (OperationCanceledException)
        {
        }
    }

    private void End(OpenRequest request)
    {
        Log.Ended(logger, request.Host.Uid, request.Host.Port);
        request.End();
    }
}
