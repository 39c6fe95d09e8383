namespace Environs.Support.Faults;

/// <summary>What can happen to open watches.</summary>
public enum WatchFault
{
    /// <summary>The answer ends as it should, as after the server's own time limit.</summary>
    End,

    /// <summary>The connection breaks.</summary>
    Reset,

    /// <summary>The next event is cut in half and the connection breaks.</summary>
    CutAndReset,

    /// <summary>The next event is cut in half, and the answer ends as if it were whole.</summary>
    CutAndEnd,

    /// <summary>Nothing more arrives, but the connection stays.</summary>
    Silence,

    /// <summary>An ERROR event with 410, then the end.</summary>
    Gone,

    /// <summary>A line that is no event, then the end.</summary>
    Garbage,
}
