using System.Globalization;
using System.Text.RegularExpressions;
using System.Threading.Channels;
using Environs.Protocol.Ssh;
using Environs.Protocol.Supervision;
using Environs.Supervisor.Launch;
using Environs.Supervisor.Posix;
using Environs.Supervisor.Work;

namespace Environs.Supervisor.Ssh;

/// <summary>Runs an SSH server for as long as there are keys, and keeps those in step with what is desired. It runs as the user that it lets in, and so can let in nobody else.</summary>
internal sealed partial class SshServer(SshSettings settings, Launcher launcher, Log log, TimeProvider time) : IWorkload
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);
    // A server that has served so long is not one that cannot run.
    private static readonly TimeSpan Calm = TimeSpan.FromMinutes(1);
    private readonly Lock gate = new();
    private readonly SshPrograms programs = new(settings, launcher);
    private readonly Channel<bool> news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private (string Folder, IReadOnlyList<string> Keys) wish = ("", []);
    private SshReport? report;
    private RunningCommand? server;
    private Task hearing = Task.CompletedTask;
    private long? listeningSince;
    private string complaint = "";
    private TimeSpan pause = Shortest;

    public event Action<bool>? Changed;

    internal int Port => settings.Port;

    internal SshSessions Sessions { get; } = new(settings.Program);

    public void Take(Desired desired)
    {
        // Nobody gets in before it is known as whom.
        if (desired.EndContainer || (desired.DevcontainerPaths.Count > 0 && desired.Devcontainer is null)) return;
        lock (gate)
        {
            var keys = desired.SshKeys.Select(PublicKeyText.Line).OfType<string>().ToList();
            var isNews = !keys.SequenceEqual(wish.Keys, StringComparer.Ordinal);
            wish = (desired.WorkspaceFolder, keys);
            if (!isNews) return;
        }

        news.Writer.TryWrite(true);
    }

    public void FillIn(Report report)
    {
        lock (gate) report.Ssh = this.report?.Clone();
    }

    /// <summary>Serves until it is stopped; those who are logged in then are the container's to end.</summary>
    internal async Task RunAsync(CancellationToken stop)
    {
        var limit = Timeout.InfiniteTimeSpan;
        try
        {
            while (true)
            {
                await WaitAsync(limit, stop);
                limit = Timeout.InfiniteTimeSpan;
                if (await FollowAsync()) continue;
                limit = pause;
                pause = pause * 2 < Longest ? pause * 2 : Longest;
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await EndAsync();
        }
    }

    // Until there is something to do: another wish, a server that has ended, or a pause that is over.
    private async Task WaitAsync(TimeSpan limit, CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var asked = news.Reader.ReadAsync(over.Token).AsTask();
        await Task.WhenAny(asked, (Task?)server?.Ended ?? asked, Task.Delay(limit, time, over.Token));
        await over.CancelAsync();
        stop.ThrowIfCancellationRequested();
    }

    /// <summary>Does what is desired now; false when it could not, or the server has ended by itself.</summary>
    private async Task<bool> FollowAsync()
    {
        var (folder, keys) = Wish();
        var fingerprints = keys.Select(PublicKeyText.Fingerprint).OfType<string>().ToHashSet(StringComparer.Ordinal);
        if (server is { Ended.IsCompleted: true } ended && keys.Count > 0)
        {
            await hearing.EndsWithinAsync(LastWords, time);
            if (listeningSince is { } since && time.GetElapsedTime(since) > Calm) pause = Shortest;
            (server, listeningSince) = (null, null);
            var code = await ended.Ended;
            Say(new SshReport { FailureMessage = $"the SSH server ended with {code}, and is started again{complaint}" });
            return false;
        }

        if (keys.Count == 0)
        {
            await EndAsync();
            Sessions.Allow(fingerprints);
            Say(new SshReport());
            return true;
        }

        try
        {
            var account = launcher.Surroundings.Account(folder) ?? Own();
            AuthorizedKeys.Write(settings.Folder, keys, account.Switch);
            Sessions.Allow(fingerprints);
            if (server is null) await StartAsync(folder, account);
            // What was wrong holds until it is seen to be right.
            if (listeningSince is not null) Say(new SshReport { User = account.Name, Fingerprints = { fingerprints }, Port = settings.Port });
            return true;
        }
        catch (Exception e) when (e is LaunchException or IOException or UnauthorizedAccessException or System.ComponentModel.Win32Exception)
        {
            Say(new SshReport { FailureMessage = $"the SSH server cannot be run: {e.Message}" });
            return false;
        }
    }

    private async Task StartAsync(string folder, Account account)
    {
        if (!File.Exists(settings.Program)) throw new LaunchException($"{settings.Program} is not there: the environment was started by an older version, and another start brings it");
        await programs.MakeHostKeyAsync(folder, account);
        server = programs.Serve(folder, account);
        complaint = "";
        hearing = HearAsync(server.Output);
    }

    private static Account Own() => Account.Find(Libc.GetEffectiveUserId().ToString(CultureInfo.InvariantCulture), "/etc/passwd", "/etc/group");

    // Also of connections that outlive the server that took them.
    private async Task HearAsync(Stream output)
    {
        using var reader = new StreamReader(output);
        while (await reader.ReadLineAsync() is { } line)
        {
            Sessions.Hear(line);
            if (line.EndsWith("Not backgrounding", StringComparison.Ordinal))
            {
                listeningSince = time.GetTimestamp();
                news.Writer.TryWrite(true);
                continue;
            }

            log.SshSaid(line);
            // Without the number and the time that it begins with, which would be news each time.
            if (listeningSince is null) complaint += $": {Head().Replace(line, "")}";
        }
    }

    private async Task EndAsync()
    {
        if (server is not { } running) return;
        (server, listeningSince) = (null, null);
        await running.TerminateAsync(StopLimit);
    }

    private (string Folder, IReadOnlyList<string> Keys) Wish()
    {
        lock (gate) return wish;
    }

    private void Say(SshReport now)
    {
        lock (gate)
        {
            if (now.Equals(report)) return;
            report = now;
        }

        if (now.FailureMessage.Length > 0) log.SshSaid(now.FailureMessage);
        Changed?.Invoke(true);
    }

    [GeneratedRegex(@"^\[[0-9]+\] [^ ]+ +[0-9]+ [0-9:]+ ")]
    private static partial Regex Head();
}
