namespace Environs.Supervisor.Work;

/// <summary>Something that happened to a service.</summary>
internal abstract record ServiceEvent
{
    private ServiceEvent()
    {
    }

    /// <summary>Something is wanted; nothing at all when the service shall be forgotten.</summary>
    internal sealed record Wished(ServiceWish? Wish) : ServiceEvent;

    /// <summary>It does what it is for.</summary>
    internal sealed record Ready : ServiceEvent;

    /// <summary>It took too long to become ready.</summary>
    internal sealed record NotReady(string Failure) : ServiceEvent;

    /// <summary>Its start command ended by itself, well where there is no failure, or could not be started.</summary>
    internal sealed record Ended(string Failure) : ServiceEvent;

    /// <summary>It was stopped, as it should be where there is no failure.</summary>
    internal sealed record Stopped(string Failure) : ServiceEvent;
}
