using Environs.Protocol.Content;
using Environs.Protocol.Secrets;
using Environs.Protocol.Supervision;
using Environs.Supervisor.Content;
using Environs.Supervisor.Link;
using Environs.Supervisor.Secrets;
using Environs.Supervisor.Work;

namespace Environs.Supervisor.Init;

/// <summary>Waits for the secrets that the environment cannot do without, and tells the operator which those are.</summary>
internal sealed class SecretWait(SecretFiles files, LinkSettings settings, Log log, TimeProvider time) : IWorkload
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private volatile IReadOnlyList<MountedSecret> missing = [];

    public event Action<bool>? Changed;

    public void Take(Desired desired)
    {
        // It goes on by itself.
    }

    public void FillIn(Report report)
    {
        report.Secrets = new SecretsReport();
        report.Secrets.Secrets.AddRange(files.All.Select(secret => new SecretReport { Id = secret.Id, Ready = files.IsThere(secret.Id), Missing = !files.IsThere(secret.Id) }));
    }

    /// <summary>Returns when all are there; throws when it shall stop.</summary>
    internal async Task WaitAsync(CancellationToken cancellation)
    {
        if (!Look()) return;
        await InitLink.HoldAsync(this, settings, log, time, async () =>
        {
            while (Look()) await Task.Delay(Interval, time, cancellation);
        }, cancellation);
    }

    /// <summary>Waits for another value of what the content is cloned with, where the remote has said its last word about the present one.</summary>
    internal async Task WaitForOtherAsync(ContentRequest request, string refusals, CancellationToken cancellation)
    {
        var stamp = Credentials(request);
        if (stamp.Length == 0 || RefusalCount.Of(refusals, request, stamp) < ContentFailure.FinalRefusals) return;
        log.Warning("waiting for another value of the git credential that the remote refuses");
        while (Credentials(request) == stamp) await Task.Delay(Interval, time, cancellation);
    }

    /// <summary>Tells the credentials that the content is cloned with from others before and after them; empty where there are none.</summary>
    internal string Credentials(ContentRequest request)
    {
        var hosts = request.Repositories.Select(repository => GitHosts.Of(repository.RemoteUri.Length > 0 ? repository.RemoteUri : repository.ContextUrl)).ToHashSet(StringComparer.Ordinal);
        return files.All.Any(secret => secret.GitHost.Length > 0 && hosts.Contains(secret.GitHost)) ? $"at {files.Stamp}" : "";
    }

    // True while something is missing.
    private bool Look()
    {
        IReadOnlyList<MountedSecret> now = [.. files.All.Where(secret => !secret.Optional && !files.IsThere(secret.Id))];
        if (now.SequenceEqual(missing)) return now.Count > 0;
        foreach (var secret in now.Except(missing)) log.Warning($"waiting for {secret} of spec.secrets \"{secret.Id}\"");
        missing = now;
        Changed?.Invoke(true);
        return now.Count > 0;
    }
}
