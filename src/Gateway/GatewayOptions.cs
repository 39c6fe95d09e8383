using System.Net;
using Environs.Gateway.Hosting;
using Environs.Gateway.Login;

namespace Environs.Gateway;

/// <summary>The gateway's settings, from the section <c>Gateway</c> of the configuration (variables <c>GATEWAY__…</c>).</summary>
internal sealed record GatewayOptions
{
    /// <summary>The domain whose hosts are environments' ports: a wildcard certificate and a wildcard DNS record are for it.</summary>
    public string Domain { get; set; } = "";

    /// <summary>The port of the addresses that people see; what stands before the gateway may have another one than it.</summary>
    public int PublicPort { get; set; } = 443;

    /// <summary>Port that people's requests come in by.</summary>
    public int Port { get; set; } = 8443;

    /// <summary>Port of <c>/healthz</c>, <c>/readyz</c> and <c>/metrics</c>.</summary>
    public int ManagementPort { get; set; } = 8080;

    /// <summary>Whether TLS ends before the gateway, which then speaks HTTP; what is before it must not let anybody else in.</summary>
    public bool TlsEndsBefore { get; set; }

    /// <summary>Folder with <c>tls.crt</c> and <c>tls.key</c>, read again when they change; empty: a certificate of our own, for development only.</summary>
    public string CertificateFolder { get; set; } = "";

    /// <summary>Networks (such as 10.0.0.0/8) whose word on the client's address counts: those of the load balancer.</summary>
    public IList<string> TrustedProxies { get; } = [];

    /// <summary>Who people are.</summary>
    public OidcOptions Oidc { get; set; } = new();

    /// <summary>Whether anybody may log in under any name; for development alone.</summary>
    public bool DevelopmentLogin { get; set; }

    /// <summary>The audience of Kubernetes tokens that are for the gateway; empty: none is taken.</summary>
    public string KubernetesAudience { get; set; } = "environs.dev/gateway";

    /// <summary>What the groups that are organizations start with; empty: no group is one.</summary>
    public string OrganizationGroupPrefix { get; set; } = "";

    /// <summary>Namespace of the gateway.</summary>
    public string Namespace { get; set; } = "environs-system";

    /// <summary>Secret of that namespace that holds the keys of cookies; empty: they last as long as this process.</summary>
    public string KeySecret { get; set; } = "";

    /// <summary>ConfigMap of that namespace with the logins that were ended early; empty: each replica knows its own alone.</summary>
    public string SignedOutMap { get; set; } = "";

    /// <summary>File with the public keys of the operator's tokens, a JSON Web Key Set; empty: none is taken.</summary>
    public string TokenKeysFile { get; set; } = "";

    /// <summary>File with the operator's key that signs tokens now, a JSON Web Key; empty: none is made.</summary>
    public string TokenSigningFile { get; set; } = "";

    /// <summary>Where the operator gives logs, as HOST:PORT; empty: there are none here.</summary>
    public string OperatorAddress { get; set; } = "";

    /// <summary>Folder with the operator's authorities (<c>ca.crt</c>, <c>next-ca.crt</c>, <c>previous-ca.crt</c>) and the <c>token</c> that is for it.</summary>
    public string OperatorFolder { get; set; } = "/operator";

    /// <summary>How long a login holds.</summary>
    public TimeSpan LoginLifetime { get; set; } = TimeSpan.FromHours(8);

    /// <summary>Limits of what one client, or one environment, may take.</summary>
    public LimitOptions Limits { get; set; } = new();

    /// <summary>What is missing or wrong, or null.</summary>
    public string? Problem() =>
        Uri.CheckHostName(Domain) != UriHostNameType.Dns || Domain.Length > 200 ? $"GATEWAY__DOMAIN must be a domain, such as environs.example.com, not \"{Domain}\"."
        : Port == ManagementPort ? $"GATEWAY__PORT and GATEWAY__MANAGEMENTPORT are both {Port}; they must differ."
        : DevelopmentLogin && Oidc.Issuer.Length > 0 ? "GATEWAY__DEVELOPMENTLOGIN lets anybody in under any name: it cannot be used beside GATEWAY__OIDC__ISSUER."
        : TlsEndsBefore && CertificateFolder.Length > 0 ? "GATEWAY__TLSENDSBEFORE and GATEWAY__CERTIFICATEFOLDER cannot both be set."
        : !TlsEndsBefore && CertificateFolder.Length == 0 && !DevelopmentLogin ? "GATEWAY__CERTIFICATEFOLDER must name a folder with tls.crt and tls.key, unless GATEWAY__TLSENDSBEFORE says that TLS ends before the gateway."
        : TrustedProxies.FirstOrDefault(network => !IPNetwork.TryParse(network, out _)) is { } odd ? $"GATEWAY__TRUSTEDPROXIES: \"{odd}\" is no network, such as 10.0.0.0/8."
        : Oidc.Problem();

    /// <summary>The address of a host of the domain, as people see it, without a path.</summary>
    public string Address(string label) => PublicPort == 443 ? $"https://{label}.{Domain}" : $"https://{label}.{Domain}:{PublicPort}";
}
