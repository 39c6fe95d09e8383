namespace Environs.Protocol.Secrets;

/// <summary>Hosts as git names them when it asks for credentials. Pure.</summary>
public static class GitHosts
{
    /// <summary>The host of an https address, with its port unless it is the usual one; empty for any other address, which gets no credential.</summary>
    public static string Of(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps ? address.Authority.ToLowerInvariant() : "";
}
