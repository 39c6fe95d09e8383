using System.Net.Security;

namespace Environs.Operator.Supervision.Certificates;

/// <summary>The certificate that the endpoint shows to the next caller; streams that are open keep theirs.</summary>
internal sealed class ServedCertificate
{
    private volatile State? state;

    /// <summary>What TLS needs, anew for each caller, since Kestrel writes into it what its endpoint speaks; null until the Secret has been read or made.</summary>
    public SslServerAuthenticationOptions? Tls => state is { } now ? new() { ServerCertificateContext = now.Context } : null;

    /// <summary>The authorities that pods are to trust, as PEM; null until then.</summary>
    public string? Bundle => state?.Bundle;

    public void Use(CertificateSet set)
    {
        if (set.Serving is not { } serving)
            return;
        // The chain is one certificate long: supervisors have the authority, and nothing is fetched from anywhere.
        var context = SslStreamCertificateContext.Create(serving, null, offline: true);
        state = new State(context, set.Bundle);
    }

    private sealed record State(SslStreamCertificateContext Context, string Bundle);
}
