using Environs.Operator.Cluster;
using Environs.Runtime;
using Microsoft.Extensions.Options;

namespace Environs.Operator.TokenKeys;

/// <summary>Makes and replaces the keys, as the leader: reads their Secret every minute. Deleted, it is made again with another key.</summary>
internal sealed class TokenKeyKeeper(
    IResourceReader reader,
    IResourceWriter writer,
    ILeadership leadership,
    RuntimeHealth health,
    RuntimeOptions runtime,
    IOptions<OperatorOptions> options,
    TimeProvider time,
    ILogger<TokenKeyKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(1);

    // Until it leads and has seen the Secret once.
    private static readonly TimeSpan LookSoon = TimeSpan.FromSeconds(2);

    private readonly ResourceKey key = new(runtime.Namespace, options.Value.TokenSecret);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                var isLooked = health.IsReady && leadership.IsLeading && await TryLookAsync(stoppingToken);
                await Task.Delay(isLooked ? LookEvery : LookSoon, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private async Task<bool> TryLookAsync(CancellationToken cancellation)
    {
        try
        {
            await LookAsync(cancellation);
            return true;
        }
        catch (Exception error) when (error is ResourceConflictException or NotLeadingException)
        {
            // Another replica was faster.
            return false;
        }
        catch (ApiException error)
        {
            Log.NotWritten(logger, key, error.Message);
            return true;
        }
    }

    /// <summary>Looks once.</summary>
    internal async Task LookAsync(CancellationToken cancellation)
    {
        var secret = await reader.ReadAsync(Kinds.Secret, key, cancellation);
        var present = secret is null ? null : TokenKeySecret.Read(secret);
        var wanted = TokenKeyRotation.Next(present, time.GetUtcNow());
        if (wanted == present) return;
        var desired = TokenKeySecret.Build(wanted, key, secret);
        if (secret is null) await writer.CreateAsync(Kinds.Secret, desired, cancellation);
        else await writer.ApplyAsync(Kinds.Secret, desired, cancellation);
        Log.Written(logger, key, wanted.Signing.Id, wanted.Next?.Id ?? "none");
    }
}
