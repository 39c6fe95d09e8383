namespace Environs.Gateway.Routing;

/// <summary>Whether an environment's port can be reached now.</summary>
internal enum Availability
{
    /// <summary>Its pod runs.</summary>
    Reachable,

    /// <summary>It is on its way, or in trouble that it may get out of.</summary>
    Starting,

    /// <summary>It was stopped because nobody worked in it: whoever comes wakes it.</summary>
    Idle,

    /// <summary>Somebody has stopped it, or it is being deleted.</summary>
    Stopped,
}
