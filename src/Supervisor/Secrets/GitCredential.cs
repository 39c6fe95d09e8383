namespace Environs.Supervisor.Secrets;

/// <summary>User and password for git: what a secret's value says, which is USER:PASSWORD or a token alone. Pure.</summary>
/// <param name="User">Empty for a token.</param>
/// <param name="Password">The password, or the token.</param>
internal sealed record GitCredential(string User, string Password)
{
    // GitHub, GitLab and Gitea take any name with a token; Bitbucket wants this one.
    private const string AnyUser = "x-token-auth";

    // A record's own ToString would print the password.
    public override string ToString() => "a git credential";

    /// <summary>Reads a value; throws <see cref="SecretException"/> for what git cannot be told.</summary>
    internal static GitCredential Parse(string value)
    {
        var line = value.TrimEnd('\r', '\n');
        if (line.Any(char.IsControl)) throw new SecretException("has more than one line, or control characters, which no git credential can");
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? new GitCredential("", line) : new GitCredential(line[..colon], line[(colon + 1)..]);
    }

    /// <summary>The answer to git's question, in the lines of its credential helpers; empty when this is not what git asks for.</summary>
    /// <param name="question">Lines NAME=VALUE.</param>
    internal string Answer(IEnumerable<string> question)
    {
        var asked = question.Select(line => line.Split('=', 2)).Where(pair => pair.Length == 2).GroupBy(pair => pair[0]).ToDictionary(same => same.Key, same => same.Last()[1]);
        var user = asked.GetValueOrDefault("username", "");
        // In the clear it would be everybody's.
        if (asked.GetValueOrDefault("protocol") != "https" || Password.Length == 0 || (user.Length > 0 && User.Length > 0 && user != User)) return "";
        return $"username={(User.Length > 0 ? User : user.Length > 0 ? user : AnyUser)}\npassword={Password}\n";
    }
}
