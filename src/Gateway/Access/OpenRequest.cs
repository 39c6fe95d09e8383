using Environs.Gateway.Routing;

namespace Environs.Gateway.Access;

/// <summary>A request that an environment is answering, for as long as that takes.</summary>
#pragma warning disable CA1001 // The source has no timer and is linked to nothing; who ends a request may come when it is over.
internal sealed class OpenRequest(GatewayHost host, Caller caller)
#pragma warning restore CA1001
{
    private readonly CancellationTokenSource end = new();

    public GatewayHost Host => host;

    public Caller Caller => caller;

    /// <summary>Cancelled when it must end.</summary>
    public CancellationToken Ended => end.Token;

    // Not by its context, which may be another request's by now.
    public void End() => end.Cancel();
}
