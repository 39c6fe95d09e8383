namespace Environs.Supervisor.Commands;

/// <summary>The command ends with this exit code, and the message says why to who called it.</summary>
internal sealed class CommandException(int exitCode, string message) : Exception(message)
{
    internal int ExitCode { get; } = exitCode;
}
