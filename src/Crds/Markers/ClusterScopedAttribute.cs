namespace Environs.Crds;

/// <summary>A kind without namespace; kinds are namespaced otherwise.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ClusterScopedAttribute : Attribute;
