using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Environs.Operator.Environments;

/// <summary>Names a value by its content.</summary>
internal static class Hashes
{
    /// <summary>The first 128 bits of the SHA-256 of a value's JSON, as hexadecimal digits.</summary>
    public static string Of<T>(T value, JsonTypeInfo<T> json) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(value, json)))[..32];
}
