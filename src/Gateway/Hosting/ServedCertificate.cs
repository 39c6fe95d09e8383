using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;

namespace Environs.Gateway.Hosting;

/// <summary>The certificate that people see: of the mounted Secret, read again when that changes; else one of our own.</summary>
internal sealed class ServedCertificate(IOptions<GatewayOptions> options, TimeProvider time, ILogger<ServedCertificate> logger)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private SslStreamCertificateContext? current;
    private DateTime written;
    private DateTimeOffset looked;

    public SslStreamCertificateContext Current
    {
        get
        {
            lock (gate)
            {
                if (current is not null && time.GetUtcNow() - looked < LookEvery) return current;
                looked = time.GetUtcNow();
                return current = options.Value.CertificateFolder.Length == 0 ? current ?? OwnMade() : Read();
            }
        }
    }

    // The certificate in use outlives a broken one: kubelet may have written half of it, or somebody the wrong one.
    private SslStreamCertificateContext Read()
    {
        var (certificateFile, keyFile) = (Path.Combine(options.Value.CertificateFolder, "tls.crt"), Path.Combine(options.Value.CertificateFolder, "tls.key"));
        var last = File.GetLastWriteTimeUtc(File.ResolveLinkTarget(certificateFile, returnFinalTarget: true)?.FullName ?? certificateFile);
        if (current is not null && last == written) return current;
        try
        {
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(certificateFile);
            var read = SslStreamCertificateContext.Create(X509Certificate2.CreateFromPemFile(certificateFile, keyFile), chain, offline: true);
            written = last;
            Log.CertificateRead(logger, read.TargetCertificate.Subject, read.TargetCertificate.NotAfter);
            return read;
        }
        catch (Exception error) when (current is not null && error is CryptographicException or IOException)
        {
            Log.CertificateUnreadable(logger, error.Message);
            return current!;
        }
    }

    private SslStreamCertificateContext OwnMade()
    {
        var domain = options.Value.Domain;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN=*.{domain}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName($"*.{domain}");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        var now = time.GetUtcNow();
        return SslStreamCertificateContext.Create(request.CreateSelfSigned(now.AddMinutes(-5), now.AddDays(90)), null, offline: true);
    }
}
