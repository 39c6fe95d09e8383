namespace Environs.Runtime.Informers;

/// <summary>What happened to one object, told after the store has it.</summary>
/// <param name="Key">The object's key.</param>
/// <param name="Before">As it was; null if it came.</param>
/// <param name="After">As it is; null if it went.</param>
/// <param name="Initial">Whether the first list brought it.</param>
internal readonly record struct Change<T>(ResourceKey Key, T? Before, T? After, bool Initial)
    where T : class;
