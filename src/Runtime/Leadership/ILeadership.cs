namespace Environs.Runtime;

/// <summary>Who leads, as far as this process knows.</summary>
public interface ILeadership
{
    /// <summary>Whether this process leads, and so may write.</summary>
    bool IsLeading { get; }

    /// <summary>The identity of the replica that held the lease when it was last read; null when nobody did, or there is no election.</summary>
    string? Leader { get; }
}
