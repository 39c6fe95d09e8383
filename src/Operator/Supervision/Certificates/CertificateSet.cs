using System.Security.Cryptography.X509Certificates;

namespace Environs.Operator.Supervision.Certificates;

/// <summary>The certificates of the endpoint; all but the previous authority have their keys with them.</summary>
/// <param name="Authority">The authority that signs now.</param>
/// <param name="Serving">The endpoint's own certificate; null when it is to be made.</param>
internal sealed record CertificateSet(X509Certificate2 Authority, X509Certificate2? Serving)
{
    /// <summary>The authority that will sign once pods know it.</summary>
    public X509Certificate2? Next { get; init; }

    /// <summary>The authority that signed before, while a certificate of its may still be served somewhere.</summary>
    public X509Certificate2? Previous { get; init; }

    /// <summary>Every authority that a pod is to trust, as PEM.</summary>
    public string Bundle => string.Concat(
        new[] { Authority, Next, Previous }.OfType<X509Certificate2>().Select(authority => $"{authority.ExportCertificatePem()}\n"));
}
