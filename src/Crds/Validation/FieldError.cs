namespace Environs.Crds;

/// <summary>A member of a resource that is not as it must be.</summary>
/// <param name="Field">Path of the member, such as <c>spec.content.initializer.specs[0].git</c>, as the API server writes it.</param>
/// <param name="Message">What would be right; never the value, which may be a secret in the wrong place.</param>
public readonly record struct FieldError(string Field, string Message)
{
    /// <summary>Field and message as one line for people.</summary>
    public override string ToString() => Message.StartsWith(Field, StringComparison.Ordinal) ? Message : $"{Field}: {Message}";
}
