namespace Environs.Runtime.Informers;

/// <summary>An object as it came, or why it does not fit its type.</summary>
internal readonly record struct Decoded<T>(ResourceKey Key, string ResourceVersion, T? Object, Exception? Error)
    where T : class;
