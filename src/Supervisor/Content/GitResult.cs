namespace Environs.Supervisor.Content;

/// <summary>How a run of git ended.</summary>
/// <param name="ExitCode">Zero when it did what it was asked.</param>
/// <param name="Output">What it wrote to its output.</param>
/// <param name="Errors">What it said for people, without progress and without credentials.</param>
/// <param name="Stalled">True when it was ended because it said nothing for too long.</param>
internal sealed record GitResult(int ExitCode, string Output, string Errors, bool Stalled);
