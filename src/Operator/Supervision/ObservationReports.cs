using System.Net;
using System.Text.RegularExpressions;
using Environs.Protocol.Supervision;

namespace Environs.Operator.Supervision;

/// <summary>Bounds what a supervisor says of repositories, ports and activity. What cannot be is left out; nothing of it refuses a report. Pure.</summary>
internal static partial class ObservationReports
{
    private const int MostRepositories = 10;
    // Of all repositories together: a status has its limits.
    private const int MostEntries = 200;
    private const int MostEach = 100;
    private const int MostPorts = 100;
    private const int MostSecrets = 100;
    private const int MostStale = 20;
    private const int MostKeys = 100;
    private const int MostAddresses = 8;
    private const int LongestPath = 255;
    private const long LastMillisecond = 253_402_300_799_999;

    public static GitReport? Clean(GitReport? said)
    {
        if (said is null) return null;
        var (files, commits) = (MostEntries, MostEntries);
        var report = new GitReport();
        foreach (var one in said.Repositories.Where(one => ReportText.IsName(one.Folder, 1024)).DistinctBy(one => one.Folder).Take(MostRepositories))
        {
            var repository = Clean(one, Math.Min(MostEach, files), Math.Min(MostEach, commits));
            (files, commits) = (files - repository.ChangedFiles.Count, commits - repository.UnpushedCommits.Count);
            report.Repositories.Add(repository);
        }
        return report;
    }

    public static PortsReport? Clean(PortsReport? said) => said is null ? null : new PortsReport
    {
        Ports =
        {
            said.Ports.Where(port => port.Port is > 0 and <= IPEndPoint.MaxPort).DistinctBy(port => port.Port).OrderBy(port => port.Port).Take(MostPorts).Select(port => new ListeningPort
            {
                Port = port.Port,
                Addresses = { port.Addresses.Take(MostAddresses).Select(address => ReportText.Cut(address, 64)) },
            }),
        },
    };

    public static ActivityReport? Clean(ActivityReport? said) => said is null ? null : new ActivityReport
    {
        Source = ReportText.Cut(said.Source, 80),
        At = Math.Clamp(said.At, 0, LastMillisecond),
        Idle = said.Idle,
        IdleLimit = said.IdleLimit,
    };

    public static SecretsReport? Clean(SecretsReport? said) => said is null ? null : new SecretsReport
    {
        Secrets =
        {
            said.Secrets.Where(secret => ReportText.IsName(secret.Id, 63)).DistinctBy(secret => secret.Id).Take(MostSecrets).Select(secret => new SecretReport
            {
                Id = secret.Id,
                Ready = secret.Ready,
                Missing = secret.Missing,
                FailureMessage = ReportText.Cut(secret.FailureMessage, 1000),
            }),
        },
        StaleServices = { said.StaleServices.Where(service => ReportText.IsName(service, 128)).Distinct(StringComparer.Ordinal).Take(MostStale) },
    };

    public static SshReport? Clean(SshReport? said) => said is null ? null : new SshReport
    {
        Fingerprints = { said.Fingerprints.Where(one => ReportText.IsName(one, 64)).Distinct(StringComparer.Ordinal).Take(MostKeys) },
        // It goes into an address.
        User = User().IsMatch(said.User) ? said.User : "",
        Port = said.Port is > 0 and <= IPEndPoint.MaxPort ? said.Port : 0,
        FailureMessage = ReportText.Cut(said.FailureMessage, 1000),
    };

    private static RepositoryReport Clean(RepositoryReport said, int files, int commits) => new()
    {
        Folder = said.Folder,
        // A user's name is no secret in ssh; in http it may be a token.
        CloneUrl = ReportText.Cut(Credentials().Replace(said.CloneUrl, "$1"), 2048),
        Branch = ReportText.Cut(said.Branch, LongestPath),
        LatestCommit = ReportText.Cut(said.LatestCommit, 64),
        ChangedFiles = { said.ChangedFiles.Take(files).Select(Clean) },
        TotalChangedFiles = Math.Max(said.TotalChangedFiles, said.ChangedFiles.Count),
        UnpushedCommits = { said.UnpushedCommits.Take(commits).Select(commit => ReportText.Cut(commit, LongestPath)) },
        TotalUnpushedCommits = Math.Max(said.TotalUnpushedCommits, said.UnpushedCommits.Count),
        Problem = ReportText.Cut(Credentials().Replace(said.Problem, "$1"), 1000),
    };

    private static ChangedFile Clean(ChangedFile said) => new()
    {
        Path = ReportText.Cut(said.Path, LongestPath),
        Type = Enum.IsDefined(said.Type) ? said.Type : ChangeType.Unspecified,
        OldPath = ReportText.Cut(said.OldPath, LongestPath),
    };

    [GeneratedRegex(@"^[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}\z")]
    private static partial Regex User();

    [GeneratedRegex(@"([A-Za-z][A-Za-z0-9+.-]*://)[^/\s]*@")]
    private static partial Regex Credentials();
}
