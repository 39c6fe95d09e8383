namespace Environs.Crds;

/// <summary>A list of scalars without repetition (<c>x-kubernetes-list-type: set</c>); appliers own items.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ListSetAttribute : Attribute;
