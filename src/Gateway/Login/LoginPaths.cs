namespace Environs.Gateway.Login;

/// <summary>The paths of the login's host.</summary>
internal static class LoginPaths
{
    public const string Home = "/";
    public const string Start = "/start";
    public const string Callback = "/callback";
    public const string SignedOutCallback = "/signed-out";
    public const string Logout = "/logout";
    public const string Development = "/development";
}
