using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Environs.Supervisor.Link;

/// <summary>Where the operator answers, whom to believe that it is the operator, and who we are.</summary>
/// <param name="Address">Dialled as it is: there is no DNS in a static program.</param>
/// <param name="Authorities">The only CAs that are trusted; several while they are rotated.</param>
/// <param name="Token">Our token; never for a log.</param>
internal sealed record Endpoint(IPEndPoint Address, X509Certificate2Collection Authorities, string Token) : IDisposable
{
    /// <summary>The operator's name in its certificate, whatever its address.</summary>
    internal const string Name = "operator.environs";

    public void Dispose()
    {
        foreach (var authority in Authorities) authority.Dispose();
    }

    public override string ToString() => Address.ToString();
}
