namespace Environs.Gateway.Tokens;

/// <summary>Who a bearer token is for, by what it says of itself.</summary>
internal enum TokenKind
{
    /// <summary>For the app, or whoever: none of our business.</summary>
    NotOurs,

    /// <summary>Of the OpenID Connect issuer, for our client.</summary>
    Oidc,

    /// <summary>Of the API server, for our audience.</summary>
    Kubernetes,

    /// <summary>By the operator's key, for one use of one environment.</summary>
    Access,
}
