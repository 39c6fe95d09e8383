using System.Text.RegularExpressions;

namespace Environs.Supervisor.Content;

/// <summary>An address that git may clone from, with its credentials apart, so that they reach no command line.</summary>
/// <param name="Url">The address without user and password (a name alone stays for ssh, where it is no secret).</param>
/// <param name="User">User name to answer git with; empty when the address names none.</param>
/// <param name="Password">Password to answer git with; empty when the address names none.</param>
internal sealed partial record GitAddress(string Url, string User, string Password)
{
    /// <summary>Scheme, host and port: whom the credentials are meant for. Empty for ssh's short form.</summary>
    internal string Server => Uri.TryCreate(Url, UriKind.Absolute, out var uri) ? uri.GetLeftPart(UriPartial.Authority) : "";

    internal bool HasCredentials => User.Length + Password.Length > 0;

    // A record's own ToString would print the password.
    public override string ToString() => Url;

    /// <summary>Reads an address; throws unless it is http, https, git or ssh (also as <c>user@host:path</c>).</summary>
    internal static GitAddress Parse(string field, string url)
    {
        if (url.Length is 0 or > 2048 || url[0] == '-' || url.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)))
            throw ContentException.Invalid(field, url, "is not an address that can be cloned: http, https, git or ssh is expected");

        if (SecureCopy().IsMatch(url)) return new GitAddress(url, "", "");

        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri)
            || uri.Scheme is not ("http" or "https" or "git" or "ssh")
            || !url.StartsWith(uri.Scheme + "://", StringComparison.OrdinalIgnoreCase)
            || uri.Host.Length == 0 || uri.Host[0] == '-'
            || uri.AbsolutePath.Length < 2)
            throw ContentException.Invalid(field, url, "is not an address that can be cloned: http, https, git or ssh is expected");

        var userInfo = uri.UserInfo;
        if (userInfo.Length == 0) return new GitAddress(url, "", "");
        var colon = userInfo.IndexOf(':', StringComparison.Ordinal);
        var user = Uri.UnescapeDataString(colon < 0 ? userInfo : userInfo[..colon]);
        var password = colon < 0 ? "" : Uri.UnescapeDataString(userInfo[(colon + 1)..]);
        if ((user + password).Any(char.IsControl))
            throw ContentException.Invalid(field, url, "has control characters in its user or password");
        if (uri.Scheme is "ssh")
            return colon < 0 ? new GitAddress(url, "", "") : throw ContentException.Invalid(field, url, "has a password, which ssh does not take");
        return new GitAddress(UserInfo().Replace(url, "$1", 1), user, password);
    }

    /// <summary>Takes user and password out of every address in <paramref name="text"/>.</summary>
    internal static string Redact(string text) => UserInfo().Replace(text, "$1");

    // The last @ before the path ends the credentials, so that a password with an @ in it is taken out whole.
    [GeneratedRegex(@"([A-Za-z][A-Za-z0-9+.-]*://)[^/\s'""]*@")]
    private static partial Regex UserInfo();

    // git's short form of ssh. A colon after a slash would be a local path; a second colon right after it another transport (ext::...).
    [GeneratedRegex(@"^(?:[A-Za-z0-9_][A-Za-z0-9._-]*@)?[A-Za-z0-9][A-Za-z0-9._-]*:(?!:|//)[^\s:-][^\s]*$")]
    private static partial Regex SecureCopy();
}
