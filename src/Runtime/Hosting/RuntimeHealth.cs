namespace Environs.Runtime;

/// <summary>What the process's health endpoints answer.</summary>
public sealed class RuntimeHealth
{
    private volatile string? problem;
    private volatile bool synced;
    private volatile bool leading;

    /// <summary>Whether all parts still work; if not, the process is about to end.</summary>
    public bool IsLive => problem is null;

    /// <summary>Whether the stores are filled; followers are ready too.</summary>
    public bool IsReady => synced && problem is null;

    /// <summary>Whether this process leads and runs the controllers.</summary>
    public bool IsLeading => leading && problem is null;

    /// <summary>Why it is not live; null while it is.</summary>
    public string? Problem => problem;

    internal void Synced() => synced = true;

    internal void Leading(bool leads) => leading = leads;

    internal void Failed(string why) => problem = why;
}
