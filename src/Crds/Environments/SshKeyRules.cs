using System.Buffers.Binary;
using System.Text;

namespace Environs.Crds;

/// <summary>The rules of SSH keys; see <see cref="EnvironmentRules"/>. A rule and no pattern: a server repeats what does not match one, and that may be a private key.</summary>
public static class SshKeyRules
{
    internal const string ValuePattern =
        @"^(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521)|sk-ssh-ed25519@openssh[.]com|sk-ecdsa-sha2-nistp256@openssh[.]com) [A-Za-z0-9+/]{40,}={0,2}( [^\x00-\x1f\x7f]*)?$";

    internal const string ValueCel = $"self.matches(r'{ValuePattern}')";

    /// <summary>Neither options in front nor a second line: one key opens the environment, and nothing else.</summary>
    public const string Value = "must be a public key as in a .pub file, on one line: its type (ssh-ed25519, ecdsa-sha2-nistp256, -384 or -521, ssh-rsa, or sk-…@openssh.com), a space, the key in base64; a comment may follow";

    /// <summary>Whether the text is such a key, and says the same type in base64.</summary>
    internal static bool IsKey(string value)
    {
        if (!FieldChecks.Matches(value, ValuePattern)) return false;
        var words = value.Split(' ');
        var (type, blob) = (Encoding.ASCII.GetBytes(words[0]), new byte[words[1].Length]);
        return Convert.TryFromBase64String(words[1], blob, out var length)
            && length > 4 + type.Length
            && BinaryPrimitives.ReadInt32BigEndian(blob) == type.Length
            && blob.AsSpan(4, type.Length).SequenceEqual(type);
    }
}
