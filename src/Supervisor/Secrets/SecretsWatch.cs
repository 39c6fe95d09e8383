using Environs.Protocol.Secrets;
using Environs.Protocol.Supervision;
using Environs.Supervisor.Work;

namespace Environs.Supervisor.Secrets;

/// <summary>Tells which secrets are where they shall be, and sees to it that they are.</summary>
internal sealed class SecretsWatch(SecretFiles files, Log log, TimeProvider time) : IWorkload
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly Lock gate = new();
    private readonly Dictionary<string, string> said = [];
    private SecretsReport? seen;
    private string stamp = "";

    public event Action<bool>? Changed;

    public void Take(Desired desired)
    {
        // What there is to do the pod says.
    }

    public void FillIn(Report report)
    {
        lock (gate)
        {
            if (seen is null) return;
            // Another part may have begun it.
            (report.Secrets ??= new SecretsReport()).Secrets.AddRange(seen.Secrets.Select(secret => secret.Clone()));
        }
    }

    /// <summary>Looks until it is told to stop.</summary>
    internal async Task RunAsync(CancellationToken stop)
    {
        // Services may have some that are not the environment's.
        if (files.All.Count == 0 && files.Stamp.Length == 0) return;
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do Look();
            while (await timer.WaitForNextTickAsync(stop));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // As meant.
        }
    }

    /// <summary>Looks once.</summary>
    internal void Look()
    {
        if (files.All.Count == 0 && files.Stamp.Length == 0) return;
        var now = new SecretsReport();
        var at = files.Stamp;
        now.Secrets.AddRange(files.All.Select(Of));
        bool isNews;
        lock (gate)
        {
            isNews = !now.Equals(seen) || at != stamp;
            (seen, stamp) = (now, at);
        }
        if (isNews) Changed?.Invoke(true);
    }

    private SecretReport Of(MountedSecret secret)
    {
        var report = new SecretReport { Id = secret.Id, Missing = !files.IsThere(secret.Id) };
        try
        {
            if (secret.Path.Length > 0) SecretLink.Place(secret.Path, files.FileOf(secret.Id));
            if (secret.Path.Length > 0) CheckSize(secret);
            else if (secret.GitHost.Length > 0) _ = GitCredential.Parse(files.Read(secret.Id) ?? "");
            else _ = files.Read(secret.Id);
            report.Ready = !report.Missing;
        }
        catch (SecretException e)
        {
            report.FailureMessage = $"{secret} {e.Message}.";
        }
        Say(secret, report);
        return report;
    }

    private void CheckSize(MountedSecret secret)
    {
        try
        {
            if (new FileInfo(files.FileOf(secret.Id)).ResolveLinkTarget(returnFinalTarget: true) is FileInfo { Exists: true, Length: > SecretFiles.LongestValue })
                throw new SecretException($"has more than {SecretFiles.LongestValue} bytes");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Whoever reads it will be told.
        }
    }

    private void Say(MountedSecret secret, SecretReport report)
    {
        var trouble = report.FailureMessage.Length > 0 ? report.FailureMessage : report.Missing && !secret.Optional ? $"{secret} is not there." : "";
        if (said.GetValueOrDefault(secret.Id, "") != trouble && trouble.Length > 0) log.Warning($"secret {secret.Id}: {trouble}");
        said[secret.Id] = trouble;
    }
}
