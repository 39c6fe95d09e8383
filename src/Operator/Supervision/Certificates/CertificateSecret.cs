using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Environs.Operator.Environments;
using Environs.Runtime;
using k8s.Models;

namespace Environs.Operator.Supervision.Certificates;

/// <summary>The certificates as a Secret has them. Pure.</summary>
internal static class CertificateSecret
{
    private const string Authority = "ca";
    private const string Serving = "tls";
    private const string Next = "next-ca";
    private const string Previous = "previous-ca";

    /// <summary>The set in a Secret; null and why where its authority cannot be used. What else cannot be used is left out and made again.</summary>
    public static CertificateSet? Read(V1Secret secret, out string? problem)
    {
        var data = secret.Data ?? new Dictionary<string, byte[]>();
        if (!TryPair(data, Authority, out var authority, out problem))
            return null;
        return new CertificateSet(authority, TryPair(data, Serving, out var serving, out _) ? serving : null)
        {
            Next = TryPair(data, Next, out var next, out _) ? next : null,
            Previous = TryCertificate(data, Previous),
        };
    }

    public static V1Secret Build(CertificateSet set, ResourceKey key, V1Secret? present)
    {
        var data = new Dictionary<string, byte[]>();
        Add(data, Authority, set.Authority, withKey: true);
        Add(data, Serving, set.Serving, withKey: true);
        Add(data, Next, set.Next, withKey: true);
        Add(data, Previous, set.Previous, withKey: false);
        return new V1Secret
        {
            Metadata = new V1ObjectMeta
            {
                Name = key.Name,
                NamespaceProperty = key.Namespace,
                Labels = new Dictionary<string, string> { [EnvironmentNames.ManagedByLabel] = EnvironmentNames.ManagedBy },
                // Of two replicas that change it at once, one is told of a conflict.
                Uid = present?.Metadata.Uid,
                ResourceVersion = present?.Metadata.ResourceVersion,
            },
            Data = data,
        };
    }

    private static bool TryPair(
        IDictionary<string, byte[]> data, string name, [NotNullWhen(true)] out X509Certificate2? pair, out string? problem)
    {
        pair = null;
        problem = null;
        if (Value(data, $"{name}.crt") is not { } certificate || Value(data, $"{name}.key") is not { } key)
        {
            problem = $"it has no {name}.crt or no {name}.key";
            return false;
        }
        try
        {
            pair = X509Certificate2.CreateFromPem(Encoding.UTF8.GetString(certificate), Encoding.UTF8.GetString(key));
            using var ecdsa = pair.GetECDsaPrivateKey();
            if (ecdsa is not null)
                return true;
            problem = $"{name}.key is not an ECDSA key";
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            // The error's own words could hold what it was about.
            problem = $"{name}.crt and {name}.key are no certificate and its key in PEM";
        }
        return false;
    }

    private static X509Certificate2? TryCertificate(IDictionary<string, byte[]> data, string name)
    {
        if (Value(data, $"{name}.crt") is not { } certificate)
            return null;
        try
        {
            return X509Certificate2.CreateFromPem(Encoding.UTF8.GetString(certificate));
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    private static byte[]? Value(IDictionary<string, byte[]> data, string key) => data.TryGetValue(key, out var value) && value is { Length: > 0 } ? value : null;

    private static void Add(Dictionary<string, byte[]> data, string name, X509Certificate2? certificate, bool withKey)
    {
        // What there is none of is there and empty: an apply that leaves a key out was seen not to remove it (Kubernetes 1.20).
        data[$"{name}.crt"] = certificate is null ? [] : Encoding.UTF8.GetBytes($"{certificate.ExportCertificatePem()}\n");
        if (!withKey)
            return;
        using var key = certificate?.GetECDsaPrivateKey();
        data[$"{name}.key"] = key is null ? [] : Encoding.UTF8.GetBytes($"{key.ExportPkcs8PrivateKeyPem()}\n");
    }
}
