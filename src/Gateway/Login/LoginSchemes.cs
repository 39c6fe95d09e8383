namespace Environs.Gateway.Login;

/// <summary>The ways in which the login's host knows people.</summary>
internal static class LoginSchemes
{
    /// <summary>By the cookie of that host.</summary>
    public const string Cookie = "login";

    /// <summary>By the OpenID Connect issuer.</summary>
    public const string Oidc = "oidc";
}
