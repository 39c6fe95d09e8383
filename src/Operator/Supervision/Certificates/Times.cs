using System.Security.Cryptography.X509Certificates;

namespace Environs.Operator.Supervision.Certificates;

/// <summary>A certificate's times, which the class library gives as local ones.</summary>
internal static class Times
{
    public static DateTimeOffset From(X509Certificate2 certificate) => new(certificate.NotBefore.ToUniversalTime());

    public static DateTimeOffset Until(X509Certificate2 certificate) => new(certificate.NotAfter.ToUniversalTime());
}
