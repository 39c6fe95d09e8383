namespace Environs.Support;

/// <summary>Two valid specs of which the second may not follow the first.</summary>
/// <param name="Name">What is wrong, in words; unique.</param>
/// <param name="Kind">Kind of the object.</param>
/// <param name="Before">Spec that is created.</param>
/// <param name="After">Spec of the update that is refused.</param>
/// <param name="Field">Path of the member that has the rule.</param>
/// <param name="Message">What the rule's author says.</param>
/// <param name="InForce">Status that puts the first spec into force: until then it may be changed. Null where it never may.</param>
public sealed record BadUpdate(string Name, string Kind, string Before, string After, string Field, string Message, string? InForce = null)
{
    public override string ToString() => Name;
}
