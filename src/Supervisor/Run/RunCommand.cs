using System.Text;
using Environs.Supervisor.Activity;
using Environs.Supervisor.Answering;
using Environs.Supervisor.Launch;
using Environs.Supervisor.Link;
using Environs.Supervisor.Logs;
using Environs.Supervisor.Posix;
using Environs.Supervisor.Ports;
using Environs.Supervisor.Processes;
using Environs.Supervisor.Repositories;
using Environs.Supervisor.Secrets;
using Environs.Supervisor.Ssh;
using Environs.Supervisor.Work;

namespace Environs.Supervisor.Run;

/// <summary><c>supervisor run</c>: the first process of the containers <c>dev</c> and <c>machine</c>.</summary>
internal static class RunCommand
{
    // The link says goodbye in less; a container that is to stop does not depend on that.
    private static readonly TimeSpan LinkLimit = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan PortInterval = TimeSpan.FromSeconds(3);

    /// <summary>Returns when the container was asked to stop and its processes are gone.</summary>
    internal static async Task<int> RunAsync(RunSettings settings, WorkSettings work, LinkSettings link, Log log, TimeProvider time)
    {
        // Before anything else: a stop that comes while the home is copied must not be lost.
        using var signals = new SignalSource();

        // Next, as kubectl exec may come in before our first line and see the home as it is until then. Beside the signals and not
        // before them: an ordinary home takes milliseconds, one of some gigabytes longer than a stop may wait.
        var user = (int)Libc.GetEffectiveUserId();
        var home = settings.Home.Length == 0 ? Task.CompletedTask : Task.Run(() => UserHome.Prepare(settings, user, log));

        using var reaper = new Reaper();
        log.Running(user);
        CommandLink.Place(settings.Commands, work.Program, log);
        var processes = new ProcessTable("/proc", Environment.ProcessId);
        var folder = new RunFolder(work.Folder, log);
        folder.Claim();
        var whole = new LogFile(folder.ContainerLog, work.LogLimit, folder);
        log.Also = line => whole.Append(Encoding.UTF8.GetBytes($"{line}\n"));
        using var container = new ContainerLog(Console.OpenStandardOutput(), whole);
        var launcher = new Launcher(work.Program, folder, processes, time) { Socket = RequestSocket.In(work.Folder, link.Container), Secrets = SecretFiles.FromEnvironment() };
        var workload = new Workload(new WorkTools(work, folder, launcher, container, log, time));
        var repositories = new GitWatch(new GitSettings("git"), log, time);
        var ssh = new SshServer(SshSettings.FromEnvironment(work, settings), launcher, log, time);
        var ports = new PortWatch("/proc", PortInterval, time) { Ours = ssh.Port };
        var activity = new ActivityTracker(time);
        var secrets = new SecretsWatch(launcher.Secrets, log, time);
        var everything = new JoinedWorkload(workload, repositories, ports, activity, secrets, ssh);
        // The same way out as when kubelet asks.
        workload.EndAsked += signals.AskToStop;
        using var linked = new CancellationTokenSource();
        using var serving = new CancellationTokenSource();
        using var calls = new OperatorCalls(link, time);
        var logs = new KeptLogs(workload, folder);
        var toOperator = new OperatorLink(link, everything, calls, log, time, new Random()) { Logs = new LogSenders(link, logs, log, time) };
        var keepAlive = new KeepAliveUntil(() => activity.Seen("Command"), time);
        var requests = new RequestHandler(everything, workload, toOperator.Files, calls, keepAlive);
        var server = new RequestServer(launcher.Socket, requests.AnswerAsync, log, time) { GiveLog = new LogHandler(logs, workload, new OperatorLogs(link, time), time).GiveAsync };
        var listening = Task.WhenAll(server.RunAsync(linked.Token), keepAlive.RunAsync(linked.Token));
        var terminals = new ActivityWatch(activity, new Terminals("/dev/pts", processes), ssh.Sessions.Look, () => workload.IsStarting, time);
        var looking = Task.Run(() => Task.WhenAll(repositories.RunAsync(linked.Token), ports.RunAsync(linked.Token), terminals.RunAsync(linked.Token), ssh.RunAsync(serving.Token)));
        var linking = Task.Run(() => LinkAsync(PrepareAsync(home, settings, work, link, launcher.Secrets, secrets, log), toOperator, secrets, linked.Token));
        await new StopSequence(processes, StopAsync, settings.Grace, log, time).RunAsync(signals);
        // Only now, so that the last report tells how everything ended.
        await linked.CancelAsync();
        await Task.WhenAny(Task.WhenAll(linking, listening, looking), Task.Delay(LinkLimit, time));
        log.Stopped();
        return 0;

        // The server is not to be started again when it ends with everything else.
        Task StopAsync(TimeSpan limit) => Task.WhenAll(serving.CancelAsync(), workload.StopAsync(limit));
    }

    // After the home: secrets may lie in it.
    private static async Task PrepareAsync(Task home, RunSettings settings, WorkSettings work, LinkSettings link, SecretFiles files, SecretsWatch secrets, Log log)
    {
        await home;
        // Another container's home is that container's to change.
        if (settings.Home.Length > 0)
        {
            var configuration = Libc.GetEffectiveUserId() == 0 ? settings.GitConfiguration : Path.Combine(settings.Home, ".gitconfig");
            GitInclude.Place(Path.Combine(work.Folder, "gitconfig"), configuration, link.GitConfiguration, work.Program, files, log);
        }
        ShellProfile.Place(Path.Combine(work.Folder, "secrets.sh"), settings.Settings, files, log);
        secrets.Look();
    }

    // What the operator wants to run is to find the home and its secrets as they will be.
    private static async Task LinkAsync(Task prepared, OperatorLink link, SecretsWatch secrets, CancellationToken stop)
    {
        await prepared.WaitAsync(stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(link.RunAsync(stop), secrets.RunAsync(stop));
    }
}
