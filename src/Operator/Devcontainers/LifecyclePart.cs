namespace Environs.Operator.Devcontainers;

/// <summary>One of the commands that a lifecycle command runs at once; of most there is one.</summary>
/// <param name="Label">Its name among them; empty when it is the only one.</param>
/// <param name="Script">What a shell shall run; null when a program is named.</param>
/// <param name="Arguments">A program and its arguments, which no shell sees; empty when there is a script.</param>
internal sealed record LifecyclePart(string Label, string? Script, IReadOnlyList<string> Arguments);
