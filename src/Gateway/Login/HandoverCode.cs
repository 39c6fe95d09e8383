namespace Environs.Gateway.Login;

/// <summary>What the login's host gives an environment's host by way of the browser: good once, there, and in that browser alone.</summary>
/// <param name="Id">Tells whether it was used.</param>
/// <param name="Host">The first label of the host that it is for.</param>
/// <param name="Challenge">The hash of what the browser keeps in a cookie of that host.</param>
/// <param name="Login">Who has logged in.</param>
internal sealed record HandoverCode(string Id, string Host, string Challenge, LoggedIn Login);
