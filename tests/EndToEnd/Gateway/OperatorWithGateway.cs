using Environs.EndToEnd.Tests.Installation;

namespace Environs.EndToEnd.Tests.Gateway;

/// <summary>The installed operator with the gateway of its release, for all tests of a class.</summary>
public sealed class OperatorWithGateway(InstalledOperator @operator) : IAsyncLifetime
{
    internal InstalledGateway Gateway { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Gateway = await InstalledGateway.InstallAsync(@operator);

    public async ValueTask DisposeAsync()
    {
        if (Gateway is not null) await Gateway.DisposeAsync();
    }
}
