namespace Environs.Runtime.Informers;

/// <summary>One line of a watch, or its end.</summary>
/// <param name="Type">What it is.</param>
/// <param name="Key">The object's key; default for an end or a bookmark.</param>
/// <param name="ResourceVersion">The object's or the bookmark's resourceVersion; null for an end.</param>
/// <param name="Object">The object; null unless it came, changed or went.</param>
/// <param name="Error">Why it failed, is gone or cannot be read.</param>
internal readonly record struct WatchEvent<T>(
    WatchEventType Type, ResourceKey Key = default, string? ResourceVersion = null, T? Object = null, Exception? Error = null)
    where T : class;
