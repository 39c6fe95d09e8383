namespace Environs.EndToEnd.Tests.Installation;

/// <summary>A test with the installed operator and a namespace of its own.</summary>
[Trait("Category", "Cluster")]
public abstract class OperatorTest(InstalledOperator @operator) : IAsyncLifetime
{
    protected InstalledOperator Operator => @operator;

    protected Playground Here { get; private set; } = null!;

    public virtual async ValueTask InitializeAsync()
    {
        await @operator.EnsureAsync();
        Here = await Playground.CreateAsync(@operator, GetType().Name.Replace("Tests", "", StringComparison.Ordinal).ToLowerInvariant());
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (Here is not null) await Here.DisposeAsync();
    }
}
