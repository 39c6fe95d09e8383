using System.Text.Json;
using Environs.Protocol;
using Environs.Protocol.Content;
using Environs.Supervisor.Init;

namespace Environs.Supervisor.Tests.Init;

public sealed class TerminationMessageTests
{
    [Theory]
    [InlineData(0, 0, 10)]
    [InlineData(1, 3, 5000)]
    [InlineData(10, 100, 300)]
    [InlineData(200, 2, 100)]
    public void A_report_of_any_size_fits(int repositories, int warnings, int length)
    {
        var report = new ContentReport
        {
            Session = "1",
            Failure = new ContentFailure { Message = new string('é', length) + " the end", Refusals = 3 },
            Repositories = [.. Enumerable.Range(0, repositories).Select(i => new RepositoryReport { CloneUrl = $"https://h/{i}", Location = $"/workspaces/{i}" })],
            Warnings = [.. Enumerable.Range(0, warnings).Select(i => new string('<', length))],
        };

        var bytes = TerminationMessage.Fit(report);

        Assert.InRange(bytes.Length, 2, 4096);
        var read = JsonSerializer.Deserialize(bytes, ProtocolJson.Default.ContentReport)!;
        Assert.Equal(3, read.Failure?.Refusals);
        Assert.EndsWith("the end", read.Failure?.Message, StringComparison.Ordinal);
        Assert.InRange(read.Failure!.Message.Length, 1, 1024);
    }

    [Fact]
    public void A_report_that_fits_is_left_as_it_is()
    {
        var report = new ContentReport { Session = "1", Warnings = [new string('w', 500)] };

        Assert.Equal(JsonSerializer.SerializeToUtf8Bytes(report, ProtocolJson.Default.ContentReport), TerminationMessage.Fit(report));
    }
}
