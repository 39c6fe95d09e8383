namespace Environs.Gateway.Login;

/// <summary>Who people are; names and meanings are those of kube-apiserver's options, so that a person is the same in both.</summary>
internal sealed record OidcOptions
{
    /// <summary>The issuer's URL; empty: nobody can log in.</summary>
    public string Issuer { get; set; } = "";

    /// <summary>The client that tokens must be for.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>File with the client's secret; empty: it has none.</summary>
    public string ClientSecretFile { get; set; } = "";

    /// <summary>File with the authorities of the issuer's certificate; empty: those of the system.</summary>
    public string CaFile { get; set; } = "";

    /// <summary>The claim that is the person's name.</summary>
    public string UsernameClaim { get; set; } = "sub";

    /// <summary>Goes before the name. Default: nothing for email, else the issuer's URL and <c>#</c>; <c>-</c>: nothing.</summary>
    public string UsernamePrefix { get; set; } = "";

    /// <summary>The claim with the person's groups; empty: they have none.</summary>
    public string GroupsClaim { get; set; } = "";

    /// <summary>Goes before each group.</summary>
    public string GroupsPrefix { get; set; } = "";

    /// <summary>The claim with the person's organization or organizations; empty: only groups say it.</summary>
    public string OrganizationClaim { get; set; } = "";

    /// <summary>What is asked for beside <c>openid</c>, with blanks between.</summary>
    public string Scopes { get; set; } = "profile email";

    public string? Problem() =>
        Issuer.Length == 0 ? null
        : !Uri.TryCreate(Issuer, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttps ? "GATEWAY__OIDC__ISSUER must be a URL that starts with https://."
        : ClientId.Length == 0 ? "GATEWAY__OIDC__CLIENTID must name the client that tokens are for."
        : null;
}
