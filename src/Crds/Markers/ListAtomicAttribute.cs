namespace Environs.Crds;

/// <summary>A list that is replaced as a whole (<c>x-kubernetes-list-type: atomic</c>).</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ListAtomicAttribute : Attribute;
