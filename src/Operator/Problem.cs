namespace Environs.Operator;

/// <summary>Something that keeps a resource from working.</summary>
/// <param name="Reason">A constant in CamelCase, for programs.</param>
/// <param name="Message">What is wrong and what would help, for people.</param>
internal sealed record Problem(string Reason, string Message)
{
    /// <summary>False when the message does not say the cause, so that an earlier one that did is worth keeping.</summary>
    public bool HasCause { get; init; } = true;
}
