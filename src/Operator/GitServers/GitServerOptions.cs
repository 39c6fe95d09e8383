using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Environs.Operator.GitServers;

/// <summary>Git servers whose certificates the usual authorities do not sign (variables <c>OPERATOR__GITSERVERS__…</c>).</summary>
public sealed record GitServerOptions
{
    /// <summary>Their hosts, with commas between; with the port where it is not 443.</summary>
    public string Hosts { get; set; } = "";

    /// <summary>The authorities that sign them, as PEM; git asks these, and no others, about these hosts.</summary>
    public string Authorities { get; set; } = "";

    /// <summary>The items of <see cref="Hosts"/>.</summary>
    internal IReadOnlyList<string> HostList => Hosts.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>What is wrong, or null.</summary>
    internal string? Problem() =>
        HostList.FirstOrDefault(host => !IsHost(host)) is { } wrong ? $"OPERATOR__GITSERVERS__HOSTS has \"{wrong}\", which is no host such as git.example.com or git.example.com:8443."
        : HostList.Count > 0 && !AreAuthorities(Authorities) ? "OPERATOR__GITSERVERS__AUTHORITIES must be certificates as PEM, since OPERATOR__GITSERVERS__HOSTS names hosts."
        : null;

    private static bool IsHost(string host) => Uri.TryCreate($"https://{host}/", UriKind.Absolute, out var address) && address.Authority == host && Uri.CheckHostName(address.Host) != UriHostNameType.Unknown;

    private static bool AreAuthorities(string pem)
    {
        try
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPem(pem);
            return certificates.Count > 0;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
