using System.Globalization;
using System.Text.RegularExpressions;
using Environs.Support.Clusters;

namespace Environs.Gateway.Tests.Load;

/// <summary>The load generator wrk, a process of its own.</summary>
internal static partial class Wrk
{
    public const int Connections = 64;

    public static async Task<Load> RunAsync(string url, IEnumerable<string> headers, TimeSpan time)
    {
        var said = (await HostProgram.RunAsync("wrk", ["--latency", "-t1", $"-c{Connections}", $"-d{time.TotalSeconds:0}s", .. headers.SelectMany(header => (string[])["-H", header]), url])).Text;
        return new(
            double.Parse(PerSecond().Match(said).Groups[1].Value, CultureInfo.InvariantCulture), Median().Match(said).Groups[1].Value, NinetyNinth().Match(said).Groups[1].Value,
            Errors().Matches(said).Sum(match => int.Parse(match.Value, CultureInfo.InvariantCulture)));
    }

    [GeneratedRegex("Requests/sec: +([0-9.]+)")]
    private static partial Regex PerSecond();

    [GeneratedRegex(" 50% +([^ \n]+)")]
    private static partial Regex Median();

    [GeneratedRegex(" 99% +([^ \n]+)")]
    private static partial Regex NinetyNinth();

    // "Non-2xx or 3xx responses: 3", "Socket errors: connect 0, read 1, write 0, timeout 0"
    [GeneratedRegex("(?<=responses: |connect |read |write |timeout )[0-9]+")]
    private static partial Regex Errors();
}
