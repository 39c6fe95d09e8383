using Environs.Protocol.Supervision;

namespace Environs.Supervisor.Launch;

/// <summary>A script of a user and what it runs in.</summary>
/// <param name="Name">What distinguishes it from every other that runs at the same time.</param>
/// <param name="Script">What the shell shall run.</param>
/// <param name="Folder">Where it starts.</param>
/// <param name="Variables">What it finds in its environment besides the container's.</param>
/// <param name="OutputFile">Where it may leave values; empty when there is no such place.</param>
internal sealed record CommandLine(string Name, string Script, string Folder, IReadOnlyList<Variable> Variables, string OutputFile)
{
    /// <summary>A program and its arguments, to be run without a shell; empty when there is a script.</summary>
    internal IReadOnlyList<string> Arguments { get; init; } = [];
}
