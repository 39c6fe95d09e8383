namespace Environs.Runtime.Informers;

/// <summary>What a watch said; its end and its errors are values like the rest.</summary>
internal enum WatchEventType
{
    /// <summary>An object came or changed.</summary>
    Changed,

    /// <summary>An object went.</summary>
    Deleted,

    /// <summary>Nothing happened up to this resourceVersion.</summary>
    Bookmark,

    /// <summary>An object that does not fit its type; only its metadata could be read.</summary>
    Undecodable,

    /// <summary>The history since the resourceVersion is gone (410): list again.</summary>
    Gone,

    /// <summary>The server or the connection failed: resume after a pause.</summary>
    Failed,

    /// <summary>Nothing came for too long: the connection may be dead, resume on another.</summary>
    Silent,

    /// <summary>The stream came to its end: resume.</summary>
    Closed,
}
