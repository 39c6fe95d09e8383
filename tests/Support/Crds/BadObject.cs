namespace Environs.Support;

/// <summary>An object that breaks one rule of its kind's schema.</summary>
/// <param name="Name">What is wrong, in words; unique.</param>
/// <param name="Kind">Kind of the object.</param>
/// <param name="Spec">Its spec as JSON; null leaves it out.</param>
/// <param name="Field">Path of the member that is wrong, as the API server writes it.</param>
/// <param name="Keyword">The schema's word that it breaks, such as <c>maxLength</c>; <c>rule</c> for CEL, which only a server that knows CEL refuses.</param>
/// <param name="Message">For a rule, what its author says; null where the words are the API server's own.</param>
/// <param name="Metadata">Name of the object; null where any does.</param>
public sealed record BadObject(
    string Name, string Kind, string? Spec, string Field, string Keyword, string? Message = null, string? Metadata = null)
{
    /// <summary>Whether a server without CEL lets it in.</summary>
    public bool OnlyCelRefuses => Keyword == "rule";

    public override string ToString() => Name;
}
