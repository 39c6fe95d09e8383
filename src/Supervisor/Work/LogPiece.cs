namespace Environs.Supervisor.Work;

/// <summary>A file of a log.</summary>
/// <param name="Start">Which byte of the log its first is. It ends where the next file begins.</param>
/// <param name="Path">Where it lies.</param>
internal sealed record LogPiece(long Start, string Path);
