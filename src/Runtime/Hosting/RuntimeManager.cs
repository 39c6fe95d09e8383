using Environs.Runtime.Controllers;
using Environs.Runtime.Events;
using Environs.Runtime.Informers;
using Environs.Runtime.Leadership;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Environs.Runtime.Hosting;

/// <summary>
/// Starts informers, waits for their first lists, for the lease, then starts the controllers; stops in the opposite order. A part that
/// dies, or the loss of the lease, ends the process with exit code 1, and whoever started it starts it again.
/// </summary>
internal sealed class RuntimeManager(
    IEnumerable<IInformer> informers,
    IEnumerable<IController> controllers,
    LeaderElector elector,
    EventPublisher events,
    RuntimeHealth health,
    RuntimeServices services,
    IHostApplicationLifetime lifetime) : BackgroundService
{
    private readonly ILogger logger = services.Loggers.CreateLogger("Environs.Runtime");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var background = new CancellationTokenSource();
        var running = new List<Task>();
        try
        {
            if (services.Options.Problem() is { } problem)
                throw new InvalidOperationException(problem);
            running.AddRange(informers.Select(informer => informer.RunAsync(background.Token)));
            await FirstAsync(Task.WhenAll(informers.Select(informer => informer.Synced)), running, stoppingToken);
            health.Synced();
            await LeadAsync(running, background.Token, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
#pragma warning disable CA1031 // Whatever it is, the process ends on it.
        catch (Exception error)
#pragma warning restore CA1031
        {
            health.Failed(error.Message);
            // The elector has said so already.
            if (error is not NotLeadingException)
                Log.Died(logger, error);
            System.Environment.ExitCode = 1;
            lifetime.StopApplication();
        }
        finally
        {
            health.Leading(false);
            await background.CancelAsync();
            await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task LeadAsync(List<Task> running, CancellationToken background, CancellationToken stopping)
    {
        using var letGo = CancellationTokenSource.CreateLinkedTokenSource(background);
        var holding = Task.CompletedTask;
        if (services.Options.LeaderElection)
        {
            await FirstAsync(elector.AcquireAsync(stopping), running, stopping);
            running.Add(holding = HoldAsync(letGo.Token));
        }
        else
        {
            services.Gate.Open();
        }
        health.Leading(true);
        var publishing = events.RunAsync(background);

        using var abort = CancellationTokenSource.CreateLinkedTokenSource(services.Gate.Lost);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(services.Gate.Lost, stopping);
        var working = Task.WhenAll([UntilAsync(stop.Token), .. controllers.Select(controller => controller.RunAsync(stop.Token, abort.Token))]);
        var lost = false;
        try
        {
            await FirstAsync(working, [publishing, .. running], stopping);
            // The controllers may notice the loss of the lease before the elector's own task has ended.
            lost = services.Gate.Lost.IsCancellationRequested;
        }
        finally
        {
            // Begun passes finish, the last events are written, and only then the lease is given back.
            await stop.CancelAsync();
            abort.CancelAfter(services.Options.StopLimit);
            await working.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            events.Complete();
            await Task.WhenAny(publishing, Task.Delay(services.Options.LeaseRetry, services.Time));
            await letGo.CancelAsync();
            await holding.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (services.Options.LeaderElection)
                await elector.ReleaseAsync();
            Log.Stopped(logger);
        }
        if (lost)
            throw new NotLeadingException();
    }

    /// <summary>Lasts as long as there is to be led, even where there is no controller.</summary>
    private async Task UntilAsync(CancellationToken stop)
    {
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, services.Time, stop);
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task HoldAsync(CancellationToken cancellation)
    {
        await elector.HoldAsync(cancellation);
        throw new NotLeadingException();
    }

    /// <summary>Waits for the task, but fails as soon as one of those that must run on ends.</summary>
    private static async Task FirstAsync(Task task, List<Task> running, CancellationToken stopping)
    {
        var ended = await Task.WhenAny([task, .. running]).WaitAsync(stopping);
        await ended;
        if (ended != task)
            throw new InvalidOperationException("A part of the runtime that must not end has ended.");
    }
}
