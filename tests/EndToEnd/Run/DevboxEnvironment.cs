using Environs.EndToEnd.Tests.Installation;

namespace Environs.EndToEnd.Tests.Run;

/// <summary>An ordinary dev image in a class with a volume and nothing special, running.</summary>
public sealed class DevboxEnvironment(InstalledOperator @operator) : IAsyncLifetime
{
    private Playground? here;

    public Playground Here => here!;

    public TestEnvironment Environment { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await @operator.EnsureAsync();
        here = await Playground.CreateAsync(@operator, "devbox");
        Environment = await Here.RunAsync(await Here.ClassAsync(new() { Image = Here.Images.Devbox, TerminationGracePeriodSeconds = 5, Storage = new() { Size = new("1Gi") } }));
    }

    public async ValueTask DisposeAsync()
    {
        if (here is not null) await here.DisposeAsync();
    }
}
