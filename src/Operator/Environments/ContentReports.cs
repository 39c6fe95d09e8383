using System.Text.Json;
using Environs.Protocol;
using Environs.Operator.Supervision;
using Environs.Protocol.Content;

namespace Environs.Operator.Environments;

/// <summary>Reads the termination message of the init container. Root in the pod can forge it, so everything is bounded here. Pure.</summary>
internal static class ContentReports
{
    private const int LongestText = 1024;

    /// <summary>The report in a termination message; null when there is none.</summary>
    public static ContentReport? Read(string? message)
    {
        if (string.IsNullOrEmpty(message))
            return null;
        try
        {
            return JsonSerializer.Deserialize(message, ProtocolJson.Default.ContentReport) is { } report ? Bounded(report) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A text from inside a pod as a status may show it: one line without control characters, at most 1024 characters.</summary>
    public static string Clean(string? text) => ReportText.Cut((text ?? "").Trim(), LongestText);

    private static ContentReport Bounded(ContentReport report) => report with
    {
        Session = Short(report.Session, 256),
        Failure = report.Failure is { } failure
            ? new ContentFailure { Message = Clean(failure.Message), Refusals = Math.Clamp(failure.Refusals, 0, 1000) }
            : null,
        Repositories = [.. (report.Repositories ?? []).Take(10).Select(repository => new RepositoryReport
        {
            CloneUrl = Short(repository.CloneUrl, 1024),
            Location = Short(repository.Location, 1024),
            Branch = Short(repository.Branch, 255),
            LatestCommit = Short(repository.LatestCommit, 64),
        })],
        Warnings = [.. (report.Warnings ?? []).Take(10).Select(Clean)],
        SupervisorVersion = Short(report.SupervisorVersion, 128),
        SupervisorCommit = Short(report.SupervisorCommit, 64),
    };

    private static string Short(string? text, int length) => Clean(text) is var clean && clean.Length <= length ? clean : clean[..length];
}
