using System.Text.Json;
using Environs.Protocol;
using Environs.Protocol.Content;

namespace Environs.Supervisor.Init;

/// <summary>Hands the report to kubelet, which keeps at most 4096 bytes of it.</summary>
internal static class TerminationMessage
{
    internal const int Limit = 4096;
    private const int LongestMessage = 1024;

    /// <summary>Writes the report; that it cannot is only logged, since the exit code says enough to go on.</summary>
    internal static void Write(string path, ContentReport report, Log log)
    {
        try
        {
            File.WriteAllBytes(path, Fit(report));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.NoTerminationMessage(e.Message);
        }
    }

    /// <summary>The report as JSON of at most 4096 bytes: first long texts are cut, then warnings dropped, then the last clones.</summary>
    internal static byte[] Fit(ContentReport report)
    {
        for (var longest = LongestMessage; longest >= 128; longest /= 2)
        {
            var cut = Cut(report, longest);
            if (Bytes(cut) is { Length: <= Limit } bytes) return bytes;
        }

        report = Cut(report, 128);
        const string More = "the container's log says more";
        var warnings = report.Warnings.ToList();
        while (warnings.Count > 0)
        {
            warnings.RemoveAt(warnings.Count - 1);
            report = report with { Warnings = [.. warnings, More] };
            if (Bytes(report) is { Length: <= Limit } bytes) return bytes;
        }

        while (report.Repositories.Count > 0)
        {
            report = report with { Repositories = [.. report.Repositories.SkipLast(1)], Warnings = [More] };
            if (Bytes(report) is { Length: <= Limit } bytes) return bytes;
        }

        return Bytes(new ContentReport { Failure = report.Failure });
    }

    private static byte[] Bytes(ContentReport report) => JsonSerializer.SerializeToUtf8Bytes(report, ProtocolJson.Default.ContentReport);

    private static ContentReport Cut(ContentReport report, int longest) => report with
    {
        Failure = report.Failure is { } failure ? failure with { Message = Cut(failure.Message, longest) } : null,
        Warnings = [.. report.Warnings.Select(warning => Cut(warning, longest))],
    };

    // What git says last is what matters: the end is kept.
    private static string Cut(string text, int longest) => text.Length <= longest ? text : "…" + text[^(longest - 1)..];
}
