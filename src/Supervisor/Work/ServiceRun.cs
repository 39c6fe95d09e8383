using System.Globalization;
using Environs.Protocol.Supervision;
using Environs.Supervisor.Launch;

namespace Environs.Supervisor.Work;

/// <summary>One life of a service, from its start command to the last of its processes.</summary>
internal sealed class ServiceRun(ServiceWish wish, WorkTools tools, WorkLog log, Action<ServiceEvent> happened, Action<OutputValues> put)
{
    private readonly DesiredService service = wish.Service;
    private readonly OutputFile output = new(tools.Folder.ServiceOutput(wish.Service.Id), wish.Service.Reference, tools.Folder, tools.Log);
    private readonly TaskCompletionSource stop = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal void Stop() => stop.TrySetResult();

    /// <summary>Says all that happens; what it says last is that it has ended or was stopped, and then nothing of it is left.</summary>
    internal async Task LiveAsync()
    {
        ServiceEvent last;
        try
        {
            last = await RunAsync();
        }
        catch (LaunchException e)
        {
            last = new ServiceEvent.Ended(e.Message);
        }
        catch (Exception e)
        {
            // As when the kernel has no more files or processes for us: better a service that says so than one that is starting for ever.
            last = new ServiceEvent.Ended($"the supervisor could not see to it: {e.Message}");
        }

        happened(last);
    }

    private async Task<ServiceEvent> RunAsync()
    {
        output.Make();
        var command = new LoggedCommand(tools.Launcher.Start(Line("start", service.Start)), log, tools.Time);
        using var life = new CancellationTokenSource();
        var ready = CheckAsync(life.Token);
        var watch = WatchOutputAsync(life.Token);
        await Task.WhenAny(command.Ended, stop.Task);
        ServiceEvent last = command.Ended.IsCompleted
            ? new ServiceEvent.Ended("")
            : new ServiceEvent.Stopped(await StopAsync(command));
        var left = await command.KillAsync();
        if (left is not null) tools.Log.Work(service.Reference, left);
        await life.CancelAsync();
        await Task.WhenAll(ready, watch);
        LookAtOutput();
        if (left is not null && !command.Ended.IsCompleted) return new ServiceEvent.Stopped(left);
        return last is ServiceEvent.Ended && await command.Ended is not 0 and var code ? new ServiceEvent.Ended(command.Failure("the start command", code)) : last;
    }

    /// <summary>Stops it by its rules and returns why that failed.</summary>
    private async Task<string> StopAsync(LoggedCommand command)
    {
        var limit = tools.Settings.ServiceStop;
        if (service.Stop.Length == 0)
        {
            await command.TerminateAsync(limit);
            return "";
        }

        try
        {
            var stopping = new LoggedCommand(tools.Launcher.Start(Line("stop", service.Stop)), log, tools.Time);
            var inTime = await stopping.Ended.EndsWithinAsync(limit, tools.Time);
            await stopping.KillAsync();
            if (!inTime || !stopping.Ended.IsCompleted) return string.Create(CultureInfo.InvariantCulture, $"the stop command did not end within {limit.TotalSeconds} s");
            return await stopping.Ended is not 0 and var code ? stopping.Failure("the stop command", code) : "";
        }
        catch (LaunchException e)
        {
            return $"the stop command: {e.Message}";
        }
    }

    private async Task CheckAsync(CancellationToken life)
    {
        if (service.Ready.Length == 0)
        {
            happened(new ServiceEvent.Ready());
            return;
        }

        using var limit = service.ReadinessTimeout > 0
            ? new CancellationTokenSource(TimeSpan.FromMilliseconds(Math.Min(service.ReadinessTimeout, int.MaxValue)), tools.Time)
            : new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(life, limit.Token);
        var answer = "";
        while (!either.IsCancellationRequested)
        {
            var now = await AskAsync(either.Token);
            // What it said before says more than that it was interrupted.
            if (answer.Length == 0 || !either.IsCancellationRequested) answer = now;
            if (now.Length == 0)
            {
                happened(new ServiceEvent.Ready());
                return;
            }

            await Task.Delay(tools.Settings.Pause, tools.Time, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (life.IsCancellationRequested) return;
        happened(new ServiceEvent.NotReady(string.Create(CultureInfo.InvariantCulture, $"not ready within {service.ReadinessTimeout / 1000.0} s: {answer}")));
    }

    /// <summary>Asks once whether it is ready; why it is not, or nothing.</summary>
    private async Task<string> AskAsync(CancellationToken over)
    {
        try
        {
            var limit = tools.Settings.ReadyLimit;
            var check = new LoggedCommand(tools.Launcher.Start(Line("ready", service.Ready)), log, tools.Time);
            var inTime = await check.Ended.EndsWithinAsync(limit, tools.Time, over);
            await check.KillAsync();
            if (!inTime || !check.Ended.IsCompleted) return "the ready command did not end";
            return await check.Ended is not 0 and var code ? check.Failure("the ready command", code) : "";
        }
        catch (LaunchException e)
        {
            return $"the ready command: {e.Message}";
        }
    }

    private async Task WatchOutputAsync(CancellationToken life)
    {
        while (!life.IsCancellationRequested)
        {
            await Task.Delay(tools.Settings.Pause, tools.Time, life).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!life.IsCancellationRequested) LookAtOutput();
        }
    }

    private void LookAtOutput()
    {
        if (output.Read() is { } values) put(values);
    }

    private CommandLine Line(string kind, string script) => new($"{kind}-{service.Id}", script, wish.Folder, service.Variables, output.Path);
}
