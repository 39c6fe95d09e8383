using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Environs.Operator.Supervision.Certificates;

/// <summary>Makes certificates: ECDSA over P-256, valid from a moment ago since clocks differ.</summary>
internal static class CertificateFactory
{
    /// <summary>The name that supervisors expect, whatever address they dial.</summary>
    public const string ServerName = "operator.environs";

    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    public static X509Certificate2 Authority(DateTimeOffset now, SupervisionOptions options)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var made = now.UtcDateTime.ToString("yyyy-MM-dd HH.mm.ss", CultureInfo.InvariantCulture);
        var request = new CertificateRequest($"CN=environs supervision {made}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request.CreateSelfSigned(now - options.ClockSkew, now + options.AuthorityLifetime);
    }

    /// <param name="authority">Signs it.</param>
    /// <param name="now">When it is made.</param>
    /// <param name="options">How long it is valid.</param>
    /// <param name="other">Another name that the endpoint is known by; null where there is none.</param>
    public static X509Certificate2 Serving(X509Certificate2 authority, DateTimeOffset now, SupervisionOptions options, string? other = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={ServerName}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(ServerName);
        if (other is not null) names.AddDnsName(other);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, true, false));
        using var certificate = request.Create(
            authority, Later(now - options.ClockSkew, Times.From(authority)), Sooner(now + options.CertificateLifetime, Times.Until(authority)), Serial());
        return certificate.CopyWithPrivateKey(key);
    }

    // Positive, as the standard wants it.
    private static byte[] Serial()
    {
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)((serial[0] & 0x7f) | 0x40);
        return serial;
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset Sooner(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
