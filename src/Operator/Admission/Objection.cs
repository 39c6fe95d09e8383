using Environs.Crds;

namespace Environs.Operator.Admission;

/// <summary>What speaks against a create or an update.</summary>
/// <param name="Error">The field, and what would be right; never a value.</param>
/// <param name="IsForbidden">It is right for somebody else: the requester lacks a right. Else it is right for nobody.</param>
internal readonly record struct Objection(FieldError Error, bool IsForbidden)
{
    /// <summary>For nobody.</summary>
    public static Objection Invalid(string field, string message) => new(new FieldError(field, message), false);

    /// <summary>Not for this requester.</summary>
    public static Objection Forbidden(string field, string message) => new(new FieldError(field, message), true);
}
