using Environs.Operator.Environments;

namespace Environs.Operator.Tests.Environments;

public class ContentReportsTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"failure\":{\"refusals\":\"many\"}}")]
    [InlineData("{\"repositories\":null}")]
    public void What_is_no_report_is_none(string? message) => Assert.Null(ContentReports.Read(message));

    [Fact]
    public void A_forged_report_is_bounded()
    {
        var message = $$"""
            {"session":"{{new string('s', 9000)}}","failure":{"message":"a\u0000b\n{{new string('x', 9000)}}","refusals":2147483647},
             "repositories":[{{string.Join(",", Enumerable.Repeat("{\"branch\":\"" + new string('b', 999) + "\"}", 50))}}],
             "warnings":[{{string.Join(",", Enumerable.Repeat("\"w\"", 50))}}]}
            """;
        var report = ContentReports.Read(message)!;
        Assert.Equal(256, report.Session.Length);
        Assert.Equal(1024, report.Failure!.Message.Length);
        Assert.StartsWith("a b x", report.Failure.Message, StringComparison.Ordinal);
        Assert.Equal(1000, report.Failure.Refusals);
        Assert.Equal((10, 255), (report.Repositories.Count, report.Repositories[0].Branch.Length));
        Assert.Equal(10, report.Warnings.Count);
    }

    [Fact]
    public void What_a_report_leaves_out_is_empty() => Assert.Empty(ContentReports.Read("{}")!.Repositories);
}
