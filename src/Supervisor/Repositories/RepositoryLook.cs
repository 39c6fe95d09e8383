using Environs.Protocol.Supervision;
using Environs.Supervisor.Content;
using Environs.Supervisor.Posix;

namespace Environs.Supervisor.Repositories;

/// <summary>Finds out what there is to tell of a repository.</summary>
internal sealed class RepositoryLook(GitLook git)
{
    private const int MostCommits = 100;
    private const int MostCounted = 10_000;
    private const int MostFilters = 100;

    /// <summary>Null when it is not there. What git refuses to say is the report's problem, and then <paramref name="before"/> stays.</summary>
    internal async Task<RepositoryReport?> AtAsync(DesiredRepository wanted, RepositoryReport? before, CancellationToken cancellation)
    {
        if (!IsThere(wanted.Folder)) return null;
        try
        {
            return await LookAsync(wanted, cancellation);
        }
        catch (GitLookException e)
        {
            // It may have gone while we looked.
            if (!IsThere(wanted.Folder)) return null;
            var report = before?.Clone() ?? new RepositoryReport { Folder = wanted.Folder };
            report.Problem = e.Message;
            return report;
        }
    }

    private static bool IsThere(string folder)
    {
        try
        {
            // A linked work tree has a file.
            return FileStatus.Of(Path.Combine(folder, ".git")) is not null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private async Task<RepositoryReport> LookAsync(DesiredRepository wanted, CancellationToken cancellation)
    {
        var (url, filters) = await SettingsAsync(wanted.Folder, cancellation);
        var status = new StatusReader();
        // Into submodules git would go with their own configuration; another commit of theirs is seen without.
        await git.RunAsync(
            wanted.Folder, filters, 0, status.Take, cancellation,
            "status", "--porcelain=v2", "-z", "--branch", "--untracked-files=normal", "--ignore-submodules=dirty");
        var report = new RepositoryReport
        {
            Folder = wanted.Folder,
            CloneUrl = url,
            Branch = status.Branch,
            LatestCommit = status.Commit,
            TotalChangedFiles = status.TotalFiles,
        };
        report.ChangedFiles.AddRange(status.Files);
        await AddUnpushedAsync(report, wanted.FirstCommit, cancellation);
        return report;
    }

    private async Task<(string Url, IReadOnlyCollection<string> Filters)> SettingsAsync(string folder, CancellationToken cancellation)
    {
        var url = "";
        var filters = new HashSet<string>(StringComparer.Ordinal);
        await git.RunAsync(folder, [], 0, Take, cancellation, "config", "--null", "--list");
        // More than anybody has, and each costs three variables.
        return filters.Count > MostFilters ? throw new GitLookException($"the repository's configuration has more than {MostFilters} filters") : (url, filters);

        void Take(ReadOnlySpan<byte> record)
        {
            var line = record.IndexOf((byte)'\n');
            var name = GitText.Of(line < 0 ? record : record[..line]);
            if (name == "remote.origin.url" && line >= 0) url = GitAddress.Redact(GitText.Of(record[(line + 1)..]));
            else if (name.StartsWith("filter.", StringComparison.Ordinal) && name.LastIndexOf('.') is > 7 and var end) filters.Add(name[7..end]);
        }
    }

    private async Task AddUnpushedAsync(RepositoryReport report, string firstCommit, CancellationToken cancellation)
    {
        // What the remote had when we cloned counts as pushed, also where only a tag leads to it.
        string[] range = [.. report.LatestCommit.Length > 0 ? (string[])["HEAD"] : [], "--branches", "--not", "--remotes", .. firstCommit.Length > 0 ? (string[])[firstCommit] : [], "--"];
        await git.RunAsync(
            report.Folder, [], (byte)'\n', Take, cancellation,
            ["rev-list", "--ignore-missing", $"--max-count={MostCommits + 1}", "--encoding=UTF-8", "--format=%h: %s", .. range]);
        report.TotalUnpushedCommits = report.UnpushedCommits.Count;
        if (report.UnpushedCommits.Count <= MostCommits) return;
        report.UnpushedCommits.RemoveAt(MostCommits);
        await git.RunAsync(
            report.Folder, [], (byte)'\n', TakeCount, cancellation, ["rev-list", "--ignore-missing", "--count", $"--max-count={MostCounted}", .. range]);

        void Take(ReadOnlySpan<byte> line)
        {
            // Each is preceded by a line with the whole hash, which no subject of ours can look like.
            if (!line.StartsWith("commit "u8)) report.UnpushedCommits.Add(GitText.Of(line));
        }

        void TakeCount(ReadOnlySpan<byte> line)
        {
            if (int.TryParse(line, out var count)) report.TotalUnpushedCommits = count;
        }
    }
}
