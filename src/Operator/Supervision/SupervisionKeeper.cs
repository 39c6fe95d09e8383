using Environs.Operator.Admission.Configurations;
using Environs.Operator.Logs;
using Environs.Operator.Supervision.Certificates;
using Environs.Operator.Supervision.Streams;
using Environs.Runtime;
using Microsoft.Extensions.Options;

namespace Environs.Operator.Supervision;

/// <summary>Looks after the endpoint every few seconds: certificates, who is to trust them, the ConfigMaps by which pods find it, streams of pods that are gone.</summary>
internal sealed class SupervisionKeeper(
    CertificateKeeper certificates,
    ConnectionMaps maps,
    Supervisors supervisors,
    LogExchange logs,
    ILeadership leadership,
    RuntimeHealth health,
    IOptions<OperatorOptions> options,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<SupervisionKeeper> logger,
    CaBundleKeeper? bundles = null) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // At once, not after the controllers' last passes: supervisors dial the next leader meanwhile.
        using var stopping = lifetime.ApplicationStopping.Register(() =>
        {
            supervisors.CloseAll("this replica of the operator ends");
            logs.CloseAll();
        });
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (health.IsReady)
                    await LookAsync(stoppingToken);
                await Task.Delay(options.Value.Supervision.CheckInterval, time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
            }
        }
    }

    private async Task LookAsync(CancellationToken cancellation)
    {
        try
        {
            await certificates.LookAsync(cancellation);
            if (bundles is not null)
                await bundles.LookAsync(cancellation);
            if (leadership.IsLeading)
                await maps.LookAsync(cancellation);
            supervisors.Sweep();
        }
#pragma warning disable CA1031 // A look that fails must not be the last one.
        catch (Exception error) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.LookFailed(logger, error);
        }
    }
}
