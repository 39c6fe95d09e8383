using Environs.Crds;
using static Environs.Support.Specs;

namespace Environs.Support;

/// <summary>One environment for every rule of its SSH keys; part of <see cref="BadObjects"/>.</summary>
public static class BadSshKeys
{
    /// <summary>Keys of every kind, which nobody has the other half of.</summary>
    public static IReadOnlyList<string> Good { get; } =
    [
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f",
        "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+P0BBQkNERUZHSElKS0xNTk9QUVJTVFVWV1hZWltcXV5fYGFiY2RlZmdoaWprbG1ub3BxcnN0dXZ3eHl6e3x9fn+A ada",
        "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4fICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8= ada@example.com, the laptop",
        "sk-ssh-ed25519@openssh.com AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29tAAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4fAAAABHNzaDo=",
    ];

    /// <summary>Those that are refused when they are created.</summary>
    public static IReadOnlyList<BadObject> All { get; } = [.. Keys(), .. Lists()];

    private static IEnumerable<BadObject> Keys()
    {
        yield return Key("without an id", """{"id":null}""", ".id", "required");
        yield return Key("whose id is empty", """{"id":""}""", ".id", "minLength");
        yield return Key("whose id has 64 characters", With("""{"id":"@"}""", Text(64)), ".id", "maxLength");
        foreach (var id in (string[])["a/b", "-a", "a b"]) yield return Key($"with the id {id}", With("""{"id":"@"}""", id), ".id", "pattern");
        yield return Key("without a value", """{"value":null}""", ".value", "required");
        yield return Key("of 4097 characters", With("""{"value":"@"}""", $"{Good[0]} {Text(4096 - Good[0].Length)}"), ".value", "maxLength");
        foreach (var (what, value) in ((string, string)[])[
            ("that is empty", ""),
            ("that is private", "-----BEGIN OPENSSH PRIVATE KEY-----"),
            ("with options", $"command=\\\"true\\\" {Good[0]}"),
            ("of two lines", $"{Good[0]}\\n{Good[0]}"),
            ("with a line's end", $"{Good[0]}\\n"),
            ("without a type", Good[0].Split(' ')[1]),
            ("of type ssh-dss", Good[0].Replace("ssh-ed25519", "ssh-dss", StringComparison.Ordinal)),
            ("that is cut", "ssh-ed25519 AAAA"),
            ("with two spaces", Good[0].Replace(" ", "  ", StringComparison.Ordinal)),
            ("that is no base64", Good[0].Replace("AAAAC3", "AA*AC3", StringComparison.Ordinal))])
            yield return Key(what, $$"""{"value":"{{value}}"}""", ".value", "rule", SshKeyRules.Value);
    }

    private static IEnumerable<BadObject> Lists()
    {
        var one = $$"""{"id":"a@","value":"{{Good[0]}}"}""";
        yield return new("101 keys", "Environment", $$"""{"sshPublicKeys":{{List(101, one)}}}""", "spec.sshPublicKeys", "maxItems");
        yield return new("two keys of one id", "Environment", $$"""{"sshPublicKeys":[{{one}},{{one}}]}""".Replace("@", "", StringComparison.Ordinal), "spec.sshPublicKeys[1]", "map");
    }

    private static BadObject Key(string name, string changes, string field, string keyword, string? message = null) =>
        new($"a key {name}", "Environment", $$"""{"sshPublicKeys":[{{Patched($$"""{"id":"a","value":"{{Good[0]}}"}""", changes)}}]}""", $"spec.sshPublicKeys[0]{field}", keyword, message);
}
