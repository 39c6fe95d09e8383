using Environs.EndToEnd.Tests.Installation;

namespace Environs.EndToEnd.Tests.Trouble;

/// <summary>A namespace and a class for all the objects that break a rule.</summary>
public sealed class InvalidEnvironments(InstalledOperator @operator) : IAsyncLifetime
{
    private Playground? here;

    public Playground Here => here!;

    public InstalledOperator Operator => @operator;

    public async ValueTask InitializeAsync()
    {
        await @operator.EnsureAsync();
        here = await Playground.CreateAsync(@operator, "invalid");
    }

    public async ValueTask DisposeAsync()
    {
        if (here is not null) await here.DisposeAsync();
    }
}
