namespace Environs.Supervisor.Content;

/// <summary>Checks names of branches, tags and commits before git sees them.</summary>
internal static class GitReference
{
    /// <summary>Throws unless <paramref name="name"/> may name a branch or a tag, by the rules of git-check-ref-format(1).</summary>
    internal static void RequireName(string field, string name)
    {
        var bad = name.Length is 0 or > 250
            || name[0] is '-' or '/'
            || name[^1] is '/' or '.'
            || name == "@"
            || name.Contains("..", StringComparison.Ordinal)
            || name.Contains("//", StringComparison.Ordinal)
            || name.Contains("@{", StringComparison.Ordinal)
            || name.Any(c => char.IsControl(c) || " ~^:?*[\\".Contains(c, StringComparison.Ordinal))
            || name.Split('/').Any(part => part.StartsWith('.') || part.EndsWith(".lock", StringComparison.Ordinal));
        if (bad) throw ContentException.Invalid(field, name, "is not a name that git allows for a branch or tag");
    }

    /// <summary>Throws unless <paramref name="commit"/> is 7 to 64 hexadecimal digits.</summary>
    internal static void RequireCommit(string field, string commit)
    {
        if (!IsCommit(commit)) throw ContentException.Invalid(field, commit, "is not a commit: 7 to 64 hexadecimal digits are expected");
    }

    internal static bool IsCommit(string text) => text.Length is >= 7 and <= 64 && text.All(char.IsAsciiHexDigit);
}
