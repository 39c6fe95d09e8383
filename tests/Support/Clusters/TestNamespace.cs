using k8s;

namespace Environs.Support.Clusters;

/// <summary>A namespace of one test.</summary>
public sealed class TestNamespace(Kubernetes client, string name) : IAsyncDisposable
{
    /// <summary>A client with an administrator's rights.</summary>
    public Kubernetes Client => client;

    /// <summary>The namespace's name.</summary>
    public string Name => name;

    public async ValueTask DisposeAsync()
    {
        await client.CoreV1.DeleteNamespaceAsync(name);
        client.Dispose();
    }
}
