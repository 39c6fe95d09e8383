namespace Environs.Gateway.Login;

/// <summary>Logins that were ended before they expired.</summary>
internal interface ISignedOut
{
    /// <summary>Whether that login is over.</summary>
    bool Contains(string session);

    /// <summary>Ends a login.</summary>
    Task AddAsync(string session, CancellationToken cancellation);
}
