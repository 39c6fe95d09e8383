using Environs.Protocol.Content;
using Environs.Supervisor.Tests.Support;

namespace Environs.Supervisor.Tests.Content;

/// <summary>A repository on a server, and a container that has cloned it or will.</summary>
public abstract class SecondStart(GitServer server) : IAsyncLifetime
{
    private protected GitServer Server => server;

    private protected InitContainer Container { get; } = new();

    private protected TestRepository App { get; private set; } = null!;

    private protected ContentRequest Request { get; set; } = null!;

    private protected ContentRequest NewSession => Request with { Session = "2" };

    public async ValueTask InitializeAsync()
    {
        App = await TestRepository.CreateAsync(server, $"app-{Guid.CreateVersion7()}");
        Request = Requests.Of(Requests.Git($"{server.Address}/open/{App.Name}.git", location: "app"));
    }

    public ValueTask DisposeAsync()
    {
        Container.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
