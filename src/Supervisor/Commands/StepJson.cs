namespace Environs.Supervisor.Commands;

/// <summary>A step of a run; the exit code means something once it has ended.</summary>
internal sealed record StepJson(string Id, string Phase, int ExitCode);
