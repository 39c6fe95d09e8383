using System.Security.Cryptography;

namespace Environs.Protocol.Ssh;

/// <summary>A public key as a .pub file has it: type, base64, comment. Pure.</summary>
public static class PublicKeyText
{
    /// <summary>The key as the line of an authorized_keys file, with neither comment nor options; null when it is none.</summary>
    public static string? Line(string value) => Blob(value) is null ? null : string.Join(' ', value.Split(' ')[..2]);

    /// <summary>As ssh-keygen -l writes it; null when it is none.</summary>
    public static string? Fingerprint(string value) => Blob(value) is { } blob ? $"SHA256:{Convert.ToBase64String(SHA256.HashData(blob)).TrimEnd('=')}" : null;

    private static byte[]? Blob(string value)
    {
        var words = value.Split(' ');
        if (words.Length < 2 || words[0].Length == 0 || value.Any(char.IsControl)) return null;
        var blob = new byte[words[1].Length];
        return Convert.TryFromBase64String(words[1], blob, out var length) && length > 0 ? blob[..length] : null;
    }
}
