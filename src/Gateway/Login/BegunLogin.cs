namespace Environs.Gateway.Login;

/// <summary>What a browser keeps on an environment's host while its person logs in.</summary>
/// <param name="Nonce">Known to this browser alone.</param>
/// <param name="ReturnTo">The path that the person wanted to see.</param>
internal sealed record BegunLogin(string Nonce, string ReturnTo);
