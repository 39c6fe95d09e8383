using Environs.Crds;
using static Environs.Support.Specs;

namespace Environs.Support;

/// <summary>One environment for every rule of its secrets; part of <see cref="BadObjects"/>.</summary>
internal static class BadSecrets
{
    private const string Variable = """ "environmentVariable":"A" """;

    /// <summary>What is wrong with a reference: in words, the reference as JSON, its member, and the schema's word.</summary>
    public static IReadOnlyList<(string What, string Reference, string Member, string Keyword)> References { get; } =
    [
        ("a Secret without a name", """{"key":"k"}""", "name", "required"),
        ("a Secret whose name is empty", """{"name":"","key":"k"}""", "name", "minLength"),
        ("a Secret whose name has 254 characters", With("""{"name":"@","key":"k"}""", Text(254)), "name", "maxLength"),
        ("a Secret in capitals", """{"name":"Token","key":"k"}""", "name", "pattern"),
        ("no key", """{"name":"s"}""", "key", "required"),
        ("a key that is empty", """{"name":"s","key":""}""", "key", "minLength"),
        ("a key of 254 characters", With("""{"name":"s","key":"@"}""", Text(254)), "key", "maxLength"),
        .. ((string[])["a/b", "..", ".", "..k", "k\\n", "k k"]).Select(key => ($"the key {key}", With("""{"name":"s","key":"@"}""", key), "key", "pattern")),
    ];

    /// <summary>Those that are refused when they are created.</summary>
    public static IReadOnlyList<BadObject> All { get; } = [.. Names(), .. Places(), .. Lists()];

    private static IEnumerable<BadObject> Names()
    {
        yield return Secret("without an id", """{"id":null}""", ".id", "required");
        yield return Secret("whose id is empty", """{"id":""}""", ".id", "minLength");
        yield return Secret("whose id has 64 characters", With("""{"id":"@"}""", Text(64)), ".id", "maxLength");
        foreach (var id in (string[])["a/b", "..", "-a", "a-", "a b", "a\\n"]) yield return Secret($"with the id {id}", With("""{"id":"@"}""", id), ".id", "pattern");
        yield return Secret("whose name has two characters", """{"name":"ab"}""", ".name", "minLength");
        yield return Secret("whose name has 128 characters", With("""{"name":"@"}""", Text(128)), ".name", "maxLength");
        foreach (var name in (string[])["a-b", "a b c", "abc\\n", "äöü"]) yield return Secret($"with the name {name}", With("""{"name":"@"}""", name), ".name", "pattern");
        yield return Secret("without a reference", """{"secretKeyRef":null}""", ".secretKeyRef", "required");
        foreach (var (what, reference, member, keyword) in References) yield return Bad($"a secret from {what}", $$"""{"id":"a","secretKeyRef":{{reference}},{{Variable}}}""", $".secretKeyRef.{member}", keyword);
        yield return Secret("of scope Galaxy", """{"scope":"Galaxy"}""", ".scope", "enum");
        yield return Secret("with a session of 257 characters", With("""{"session":"@"}""", Text(257)), ".session", "maxLength");
        yield return Secret("with a session of two lines", """{"session":"a\nb"}""", ".session", "pattern");
    }

    private static IEnumerable<BadObject> Places()
    {
        yield return Secret("in an empty variable", """{"environmentVariable":""}""", ".environmentVariable", "minLength");
        yield return Secret("in a variable of 257 characters", With("""{"environmentVariable":"@"}""", Text(257)), ".environmentVariable", "maxLength");
        foreach (var name in (string[])["1A", "A-B", "A=B"]) yield return Secret($"in the variable {name}", With("""{"environmentVariable":"@"}""", name), ".environmentVariable", "pattern");
        yield return Secret("in a variable of the supervisor's", """{"environmentVariable":"ENVIRONS_RUN"}""", "", "rule", SecretRules.OwnVariable);

        yield return At("in the root", """ "filePath":"/" """, ".filePath", "minLength");
        yield return At("at a path of 256 characters", With(""" "filePath":"/@" """, Text(255)), ".filePath", "maxLength");
        foreach (var path in (string[])["a/b", "/a/", "/a//b", "/a b", "/a\\nb", "~/a"]) yield return At($"at the path {path}", With(""" "filePath":"@" """, path), ".filePath", "pattern");
        foreach (var path in (string[])["/a/../b", "/a/.", "/.."]) yield return At($"at the path {path}", With(""" "filePath":"@" """, path), "", "rule", SecretRules.NoDots);
        foreach (var path in (string[])["/environs", "/environs/bin/supervisor", "/environs/home"]) yield return At($"at the path {path}", With(""" "filePath":"@" """, path), "", "rule", SecretRules.NotOurs);
        yield return At("with a mode of -1", """ "filePath":"/a","fileMode":-1 """, ".fileMode", "minimum");
        yield return At("with a mode of 01000", """ "filePath":"/a","fileMode":512 """, ".fileMode", "maximum");
        yield return Secret("with a mode and no file", """{"fileMode":256}""", "", "rule", SecretRules.ModeOfFile);

        foreach (var field in (string[])["gitCredentialHost", "containerRegistryBasicAuthHost"])
        {
            yield return At($"whose {field} is empty", $""" "{field}":"" """, $".{field}", "minLength");
            yield return At($"whose {field} has 254 characters", $""" "{field}":"{Text(254)}" """, $".{field}", "maxLength");
            foreach (var host in (string[])["https://h", "h/p", "user@h", "H", "h:", "h:0", "h:x", "-h", "h\\n", "*.h"])
                yield return At($"whose {field} is {host}", $""" "{field}":"{host}" """, $".{field}", "pattern");
        }

        yield return At("for a registry with another key", """ "containerRegistryBasicAuthHost":"h" """, "", "rule", SecretRules.RegistryKeyOnly);
        yield return Secret("in no place", """{"environmentVariable":null}""", "", "rule", SecretRules.OnePlace);
        yield return Secret("in no place but for apiOnly: false", """{"environmentVariable":null,"apiOnly":false}""", "", "rule", SecretRules.OnePlace);
        foreach (var other in (string[])["\"filePath\":\"/a\"", "\"gitCredentialHost\":\"h\"", "\"apiOnly\":true"])
            yield return Secret($"in a variable and with {other}", $$"""{{{other}}}""", "", "rule", SecretRules.OnePlace);
    }

    private static IEnumerable<BadObject> Lists()
    {
        const string one = """{"id":"a@","secretKeyRef":{"name":"s","key":"k"},"environmentVariable":"A"}""";
        yield return new("101 secrets", "Environment", $$"""{"secrets":{{List(101, one)}}}""", "spec.secrets", "maxItems");
        yield return new("two secrets of one id", "Environment", $$"""{"secrets":[{{one}},{{one}}]}""".Replace("@", "", StringComparison.Ordinal), "spec.secrets[1]", "map");
    }

    private static BadObject Secret(string name, string changes, string field, string keyword, string? message = null) =>
        Bad($"a secret {name}", Patched($$"""{"id":"a","secretKeyRef":{"name":"s","key":"k"},{{Variable}}}""", changes), field, keyword, message);

    private static BadObject At(string name, string place, string field, string keyword, string? message = null) =>
        Bad($"a secret {name}", $$"""{"id":"a","secretKeyRef":{"name":"s","key":"k"},{{place}}}""", field, keyword, message);

    private static BadObject Bad(string name, string secret, string field, string keyword, string? message = null) =>
        new(name, "Environment", $$"""{"secrets":[{{secret}}]}""", $"spec.secrets[0]{field}", keyword, message);
}
