namespace Environs.Crds;

/// <summary>A CEL rule of the schema (<c>x-kubernetes-validations</c>), where <c>self</c> is the object of the type, or the value of the member.</summary>
/// <param name="rule">CEL expression that is true of a valid value.</param>
/// <param name="message">What the user reads when it is not: names the field and what would be right.</param>
/// <remarks>A rule that reads <c>oldSelf</c> is a transition rule: it runs on updates only, and not when an optional value comes or goes.</remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Property, AllowMultiple = true)]
public sealed class RuleAttribute(string rule, string message) : Attribute
{
    /// <summary>CEL expression that is true of a valid value.</summary>
    public string Rule { get; } = rule;

    /// <summary>What the user reads when the rule is broken.</summary>
    public string Message { get; } = message;
}
