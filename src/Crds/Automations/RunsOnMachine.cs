namespace Environs.Crds;

/// <summary>The container machine; there is nothing to say of it.</summary>
public sealed record RunsOnMachine;
