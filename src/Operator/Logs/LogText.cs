namespace Environs.Operator.Logs;

/// <summary>A piece of a log. It is what somebody's program wrote: any bytes at all.</summary>
/// <param name="Bytes">None where only the position is told.</param>
/// <param name="IsAfterGap">Something between this and the piece before it was not kept.</param>
/// <param name="Position">By which another reader can go on after it, also of another replica.</param>
internal sealed record LogText(ReadOnlyMemory<byte> Bytes, bool IsAfterGap, string Position);
