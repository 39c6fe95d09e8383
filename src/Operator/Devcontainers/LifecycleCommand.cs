namespace Environs.Operator.Devcontainers;

/// <summary>A command of a dev container's life.</summary>
/// <param name="Name">The file's key of it, such as postCreateCommand.</param>
/// <param name="Parts">What it runs at once.</param>
/// <param name="IsAwaited">Whether the environment is not ready before it has ended well.</param>
internal sealed record LifecycleCommand(string Name, IReadOnlyList<LifecyclePart> Parts, bool IsAwaited);
