namespace Environs.Supervisor.Posix;

/// <summary>How folders are listed here: with hidden entries, which .NET leaves out otherwise, and never through links.</summary>
internal static class EveryEntry
{
    /// <summary>Of one folder; one that cannot be read is an error.</summary>
    internal static readonly EnumerationOptions Flat = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>Of one folder, if it can be read.</summary>
    internal static readonly EnumerationOptions Readable = new() { AttributesToSkip = 0, IgnoreInaccessible = true };

    /// <summary>Of a folder and those in it; one that cannot be read is an error.</summary>
    internal static readonly EnumerationOptions Tree = new() { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = false };
}
