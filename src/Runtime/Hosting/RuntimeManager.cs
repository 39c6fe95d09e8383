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
            Log.Died(logger, error);
            System.Environment.ExitCode = 1;
            lifetime.StopApplication();
        }
        finally
        {
            health.Leading(false);
            await background.CancelAsync();
            await Task.WhenAll(running).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    private async Task LeadAsync(List<Task> running, CancellationToken background, CancellationToken stopping)
    {
        if (services.Options.LeaderElection)
        {
            await FirstAsync(elector.AcquireAsync(stopping), running, stopping);
            running.Add(HoldAsync(background));
        }
        else
        {
            services.Gate.Open();
        }
        health.Leading(true);
        var publishing = events.RunAsync(background);
        running.Add(publishing);

        using var abort = CancellationTokenSource.CreateLinkedTokenSource(services.Gate.Lost);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(services.Gate.Lost, stopping);
        var working = Task.WhenAll(controllers.Select(controller => controller.RunAsync(stop.Token, abort.Token)));
        try
        {
            await FirstAsync(working, running, stopping);
        }
        finally
        {
            await StopAsync(working, publishing, stop, abort);
        }
    }

    /// <summary>Lets begun passes finish, writes the last events, and only then gives the lease back.</summary>
    private async Task StopAsync(Task working, Task publishing, CancellationTokenSource stop, CancellationTokenSource abort)
    {
        await stop.CancelAsync();
        abort.CancelAfter(services.Options.StopLimit);
        await working.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        events.Complete();
        await Task.WhenAny(publishing, Task.Delay(services.Options.LeaseRetry, services.Time));
        if (services.Options.LeaderElection)
            await elector.ReleaseAsync();
        Log.Stopped(logger);
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
