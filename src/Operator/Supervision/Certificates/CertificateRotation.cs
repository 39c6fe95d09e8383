using System.Security.Cryptography.X509Certificates;

namespace Environs.Operator.Supervision.Certificates;

/// <summary>
/// Decides what becomes of the certificates. A pod that has read the bundle at any time since the last change but one can always connect:
/// a new authority is first only made known, then signs, and the old one stays known as long as a certificate of its may be served.
/// </summary>
internal static class CertificateRotation
{
    /// <summary>The set that ought to be there now; the same object when nothing is due.</summary>
    /// <param name="present">What there is; null where there is nothing.</param>
    /// <param name="now">The time.</param>
    /// <param name="options">How long what lasts.</param>
    /// <param name="other">Another name that the serving certificate is for; null where there is none.</param>
    public static CertificateSet Next(CertificateSet? present, DateTimeOffset now, SupervisionOptions options, string? other = null)
    {
        var set = present ?? new CertificateSet(CertificateFactory.Authority(now, options), null);
        if (set.Next is { } expired && Times.Until(expired) <= now)
            set = set with { Next = null };
        if (set.Next is null && now >= TwoThirds(set.Authority, options))
            set = set with { Next = CertificateFactory.Authority(now, options) };
        if (set.Next is { } next && (now >= MadeAt(next, options) + options.AuthoritySettling || Times.Until(set.Authority) <= now))
            set = new CertificateSet(next, null) { Previous = set.Authority };
        if (set.Previous is { } previous && now >= LastOf(previous, set.Authority, options))
            set = set with { Previous = null };
        if (set.Serving is not { } serving || now >= TwoThirds(serving, options) || !IsOf(serving, set.Authority, other))
            set = set with { Serving = CertificateFactory.Serving(set.Authority, now, options, other) };
        return set;
    }

    private static DateTimeOffset MadeAt(X509Certificate2 certificate, SupervisionOptions options) => Times.From(certificate) + options.ClockSkew;

    private static DateTimeOffset TwoThirds(X509Certificate2 certificate, SupervisionOptions options)
    {
        var made = MadeAt(certificate, options);
        return made + ((Times.Until(certificate) - made) * 2 / 3);
    }

    // Its last certificate was made no later than its successor began to sign.
    private static DateTimeOffset LastOf(X509Certificate2 previous, X509Certificate2 successor, SupervisionOptions options)
    {
        var lastLeaf = MadeAt(successor, options) + options.AuthoritySettling + options.CertificateLifetime;
        return lastLeaf < Times.Until(previous) ? lastLeaf : Times.Until(previous);
    }

    /// <summary>Whether the authority signed it, for all of our names.</summary>
    private static bool IsOf(X509Certificate2 serving, X509Certificate2 authority, string? other)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        // When it is due was asked before, by our own clock.
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid;
        return serving.MatchesHostname(CertificateFactory.ServerName) && (other is null || serving.MatchesHostname(other)) && chain.Build(serving);
    }
}
