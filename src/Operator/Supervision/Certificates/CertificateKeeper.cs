using Environs.Operator.Cluster;
using Environs.Runtime;
using k8s.Models;
using Microsoft.Extensions.Options;

namespace Environs.Operator.Supervision.Certificates;

/// <summary>Serves what the Secret has; the leader also makes and renews it. Deleted, it is made again with new keys.</summary>
internal sealed class CertificateKeeper(
    IStore<V1Secret> secrets,
    IResourceWriter writer,
    ILeadership leadership,
    ServedCertificate served,
    RuntimeOptions runtime,
    IOptions<OperatorOptions> options,
    TimeProvider time,
    ILogger<CertificateKeeper> logger)
{
    private readonly ResourceKey key = new(runtime.Namespace, options.Value.Supervision.Secret);
    // The API server, too, is served by it.
    private readonly string? other = options.Value.Admission.IsOn ? options.Value.Admission.ServerName(runtime.Namespace) : null;
    private string? seen;
    private CertificateSet? present;
    private string? problem;
    private DateTimeOffset writeAgain;
    private bool failing;

    /// <summary>Looks once; only after the stores are filled.</summary>
    public async Task LookAsync(CancellationToken cancellation)
    {
        var secret = secrets.Get(key);
        if (secret?.Metadata.ResourceVersion != seen)
            Take(secret);
        if (!leadership.IsLeading)
            return;
        var now = time.GetUtcNow();
        var wanted = CertificateRotation.Next(present, now, options.Value.Supervision, other);
        // Whoever puts back what we write, such as a webhook, must not make us write without end.
        if (wanted == present || now < writeAgain)
            return;
        try
        {
            var desired = CertificateSecret.Build(wanted, key, secret);
            if (secret is null)
                await writer.CreateAsync(Kinds.Secret, desired, cancellation);
            else
                await writer.ApplyAsync(Kinds.Secret, desired, cancellation);
            if (secret is not null && problem is not null)
                Log.SecretRepaired(logger, key, problem);
            else
                Log.CertificatesWritten(logger, key, Times.Until(wanted.Serving!), Times.Until(wanted.Authority), wanted.Next is not null);
            failing = false;
            writeAgain = now + options.Value.Supervision.RetryDelay;
            Take(secrets.Get(key));
        }
        catch (Exception error) when (error is ResourceConflictException or NotLeadingException)
        {
            // Another replica was faster; the store will have its Secret at the next look.
        }
        catch (ApiException error)
        {
            if (!failing)
                Log.SecretNotWritten(logger, key, error.Message);
            failing = true;
            writeAgain = now + options.Value.Supervision.RetryDelay;
        }
    }

    private void Take(V1Secret? secret)
    {
        seen = secret?.Metadata.ResourceVersion;
        problem = null;
        present = secret is null ? null : CertificateSecret.Read(secret, out problem);
        if (present is not null)
            served.Use(present);
    }
}
