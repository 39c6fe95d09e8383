namespace Environs.Operator.Devcontainers;

/// <summary>A member of a JSON object.</summary>
/// <param name="Name">Its key.</param>
/// <param name="Offset">Byte at which the key begins.</param>
/// <param name="Value">Its value.</param>
internal sealed record JsoncMember(string Name, int Offset, JsoncNode Value);
