namespace Environs.Operator.Devcontainers;

/// <summary>Where a file's container comes up: what its variables stand for.</summary>
/// <param name="ContentFolder">Folder of the repository in the container.</param>
/// <param name="Id">Tells this dev container from every other, and stays the same over its rebuilds.</param>
internal sealed record DevcontainerPlace(string ContentFolder, string Id);
