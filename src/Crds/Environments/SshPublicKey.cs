using System.ComponentModel.DataAnnotations;

namespace Environs.Crds;

/// <summary>A public key whose owner may log in over SSH; the fields are those of SSHPublicKey in the Environments API.</summary>
public sealed record SshPublicKey
{
    /// <summary>Tells it from the others: letters, digits and dashes.</summary>
    [Required]
    [Length(1, 63)]
    [RegularExpression(SecretRules.IdPattern)]
    public string Id { get; set; } = "";

    /// <summary>The key as its .pub file has it: type, base64, and a comment or none; of type ssh-ed25519, ecdsa-sha2-nistp256, -384 or -521, ssh-rsa, or of a security key.</summary>
    [Required]
    [MaxLength(4096)]
    [Rule(SshKeyRules.ValueCel, SshKeyRules.Value)]
    public string Value { get; set; } = "";
}
