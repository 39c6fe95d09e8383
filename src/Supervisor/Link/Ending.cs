namespace Environs.Supervisor.Link;

/// <summary>How a stream ended, as far as the next dial depends on it.</summary>
internal enum Ending
{
    /// <summary>The network, the operator or one of us failed.</summary>
    Lost,

    /// <summary>A replica answered that it does not lead: another one does.</summary>
    NotLeading,

    /// <summary>The operator does not take our token, or what we say.</summary>
    Refused,
}
