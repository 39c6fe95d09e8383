using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Environs.Gateway.Tests.Support;

/// <summary>A folder as kubelet mounts a Secret of a certificate.</summary>
internal static class TestCertificate
{
    private static readonly Lazy<string> Made = new(() => Make(Directory.CreateTempSubdirectory("gateway-tls-").FullName, TestGateway.Domain));

    /// <summary>One for the tests' domain.</summary>
    public static string Folder => Made.Value;

    public static string Make(string folder, string domain)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN=*.{domain}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName($"*.{domain}");
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(Path.Combine(folder, "tls.crt"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "tls.key"), key.ExportPkcs8PrivateKeyPem());
        return folder;
    }
}
