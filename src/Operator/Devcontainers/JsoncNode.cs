using System.Text.Json;

namespace Environs.Operator.Devcontainers;

/// <summary>A value of a JSON file, with the place where it stands. Pure.</summary>
/// <param name="Type">What it is: an object, an array, a text, a number, true, false or null.</param>
/// <param name="Offset">Byte at which it begins.</param>
/// <param name="Text">The text, or the number as it is written; empty for others.</param>
/// <param name="Items">The items of an array.</param>
/// <param name="Members">The members of an object, in the file's order.</param>
internal sealed record JsoncNode(
    JsonTokenType Type, int Offset, string Text, IReadOnlyList<JsoncNode> Items, IReadOnlyList<JsoncMember> Members)
{
    /// <summary>Whether it says nothing: null, false, an empty text, array or object.</summary>
    public bool IsNothing => Type switch
    {
        JsonTokenType.Null or JsonTokenType.False => true,
        JsonTokenType.StartArray => Items.Count == 0,
        JsonTokenType.StartObject => Members.Count == 0,
        JsonTokenType.String => Text.Length == 0,
        _ => false,
    };
}
