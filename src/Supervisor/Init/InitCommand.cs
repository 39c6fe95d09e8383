using System.Text.Json;
using Environs.Protocol;
using Environs.Protocol.Content;
using Environs.Supervisor.Content;
using Environs.Supervisor.Link;
using Environs.Supervisor.Posix;
using Environs.Supervisor.Secrets;

namespace Environs.Supervisor.Init;

/// <summary><c>supervisor init</c>: prepares the pod before its other containers start.</summary>
internal static class InitCommand
{
    // Group-writable: the user of dev may be in the volume's group only.
    private const uint GroupMayWrite = 0b000_000_010;

    private const int Interrupted = 143;

    /// <summary>Returns the exit code: 0 when everything is there, 1 when the report says why it is not, 143 when it was told to stop.</summary>
    internal static async Task<int> RunAsync(InitSettings settings, LinkSettings link, Log log, TimeProvider time, CancellationToken cancellation)
    {
        _ = Libc.SetUserMask(GroupMayWrite);
        ContentRequest? request = null;
        var credentials = "";
        ContentReport report;
        try
        {
            SupervisorCopy.Place(settings.Bin);
            request = Request(settings.Content);
            var folders = new ContentFolders(settings.Volume);
            VolumeLayout.Prepare(folders, new Ownership(request.OwnerUid, request.OwnerGid));
            var secrets = SecretFiles.FromEnvironment();
            var wait = new SecretWait(secrets, link with { Container = "content" }, log, time);
            await wait.WaitAsync(cancellation);
            await wait.WaitForOtherAsync(request, settings.RefusalFile, cancellation);
            credentials = wait.Credentials(request);
            var git = new Git(settings.GitProgram, settings.GitStall, log, time) { Credentials = Helpers(secrets), Included = link.GitConfiguration };
            report = await new ContentInitializer(folders, git, log).RunAsync(request, cancellation);
            RefusalCount.Reset(settings.RefusalFile);
            log.Ready("content");
            if (await new DotfilesClone(folders, git, settings.DotfilesLimit, log, time).BringAsync(request, cancellation) is { } warning)
                report = report with { Warnings = [.. report.Warnings, warning] };
            if (report.Repositories is [var first, ..] && DevcontainerFiles.Find(folders.InVolume(first.Location), settings.DevcontainerPath) is { } file)
                await new DevcontainerWait(file, first.Location, link with { Container = "content" }, log, time).WaitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            // The pod goes away: nobody will read a report, and the next start begins again.
            log.Interrupted();
            return Interrupted;
        }
        catch (Exception e)
        {
            // Whatever it is, a report is the only way to tell it to the user.
            report = Failed(settings, request ?? new ContentRequest(), credentials, e, log);
        }

        TerminationMessage.Write(settings.TerminationLog, report, log);
        return report.Failure is null ? 0 : 1;
    }

    private static ContentRequest Request(string json)
    {
        if (json.Length == 0) return new ContentRequest();
        try
        {
            return JsonSerializer.Deserialize(json, ProtocolJson.Default.ContentRequest) ?? new ContentRequest();
        }
        catch (JsonException e)
        {
            throw new ContentException($"ENVIRONS_CONTENT cannot be read: {e.Message}", refused: true);
        }
    }

    private static IReadOnlyList<(string Host, string Helper)> Helpers(SecretFiles secrets) =>
        [.. secrets.All.Where(secret => secret.GitHost.Length > 0).Select(secret => (secret.GitHost, CredentialCommand.Helper(Askpass.Program, secrets.FileOf(secret.Id))))];

    private static ContentReport Failed(InitSettings settings, ContentRequest request, string credentials, Exception error, Log log)
    {
        var refusals = 0;
        if (error is ContentException { Refused: true }) refusals = RefusalCount.Add(settings.RefusalFile, request, credentials);
        else RefusalCount.Reset(settings.RefusalFile);
        var message = GitAddress.Redact(error.Message);
        log.ContentFailed(message, refusals);
        return new ContentReport
        {
            Session = request.Session,
            SupervisorVersion = BuildInfo.Version,
            SupervisorCommit = BuildInfo.Commit,
            Failure = new ContentFailure { Message = message, Refusals = refusals },
        };
    }
}
