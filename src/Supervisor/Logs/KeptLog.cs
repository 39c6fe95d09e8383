namespace Environs.Supervisor.Logs;

/// <summary>A log that lies in this container.</summary>
/// <param name="Path">Of its first file.</param>
/// <param name="IsOpen">Whether more may come.</param>
internal sealed record KeptLog(string Path, Func<bool> IsOpen);
