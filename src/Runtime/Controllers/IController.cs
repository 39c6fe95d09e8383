namespace Environs.Runtime.Controllers;

/// <summary>A controller as the manager sees it: without its types.</summary>
internal interface IController
{
    string Name { get; }

    /// <summary>Works until <paramref name="stop"/>, after which begun passes finish; <paramref name="abort"/> ends those too.</summary>
    Task RunAsync(CancellationToken stop, CancellationToken abort);
}
