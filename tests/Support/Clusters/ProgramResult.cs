namespace Environs.Support.Clusters;

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">0 for success.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Errors">Its standard error.</param>
/// <param name="Command">What was run.</param>
public sealed record ProgramResult(int ExitCode, string Output, string Errors, string Command)
{
    /// <summary>The output, without line ends around it.</summary>
    /// <exception cref="InvalidOperationException">The program failed.</exception>
    public string Text => ExitCode == 0 ? Output.Trim() : throw new InvalidOperationException($"{Command} failed with exit code {ExitCode}: {Output}{Errors}");
}
