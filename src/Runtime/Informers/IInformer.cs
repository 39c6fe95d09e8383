namespace Environs.Runtime.Informers;

/// <summary>An informer as the manager sees it: without its type.</summary>
internal interface IInformer
{
    /// <summary>The kind's name, for logs.</summary>
    string Name { get; }

    /// <summary>Completes when the first list is in the store.</summary>
    Task Synced { get; }

    /// <summary>Lists and watches until the cancellation.</summary>
    Task RunAsync(CancellationToken cancellation);
}
