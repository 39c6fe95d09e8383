namespace Environs.Support;

/// <summary>An object that every server and the operator take.</summary>
/// <param name="Name">What it shows, in words; unique.</param>
/// <param name="Kind">Kind of the object.</param>
/// <param name="Spec">Its spec as JSON.</param>
public sealed record GoodObject(string Name, string Kind, string Spec)
{
    public override string ToString() => Name;
}
