namespace Environs.Generate;

/// <summary>A file that is never edited by hand.</summary>
/// <param name="Path">Where it lies, from the repository's root.</param>
/// <param name="Text">All that it says; null where a file of an earlier run has to go.</param>
internal sealed record GeneratedFile(string Path, string? Text);
