namespace Environs.Runtime.Controllers;

/// <summary>A controller as the manager sees it: without its types.</summary>
internal interface IController
{
    string Name { get; }

    /// <summary>Asks for a pass; the initial list waits behind what people do now.</summary>
    void Wake(ResourceKey key, bool initial);

    /// <summary>Asks for a pass within a while, by what cannot wait or else then.</summary>
    void WakeWithin(ResourceKey key, TimeSpan delay);

    /// <summary>Works until <paramref name="stop"/>, after which begun passes finish; <paramref name="abort"/> ends those too.</summary>
    Task RunAsync(CancellationToken stop, CancellationToken abort);
}
