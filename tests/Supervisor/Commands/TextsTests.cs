using Environs.Protocol.Requests;
using Environs.Supervisor.Commands;

namespace Environs.Supervisor.Tests.Commands;

public sealed class TextsTests
{
    [Theory]
    [InlineData("90s", 90)]
    [InlineData("30m", 1800)]
    [InlineData("2h", 7200)]
    [InlineData("1h30m", 5400)]
    [InlineData("1h0m5s", 3605)]
    [InlineData("0s", 0)]
    [InlineData("", null)]
    [InlineData("5", null)]
    [InlineData("1m1h", null)]
    [InlineData("-1s", null)]
    [InlineData("1.5h", null)]
    [InlineData("9999999h", null)]
    [InlineData("1d", null)]
    public void A_length_of_time_is_hours_minutes_and_seconds(string text, int? seconds) => Assert.Equal(seconds, (int?)Texts.Duration(text)?.TotalSeconds);

    [Fact]
    public void Every_outcome_has_an_exit_code_and_only_one_is_success() =>
        Assert.Equal([Outcome.Done], Enum.GetValues<Outcome>().Where(outcome => ExitCodes.Of(outcome) == 0));

    [Theory]
    [InlineData("line 3, column 14: no.", "a.yaml:3:14: no.")]
    [InlineData("it is no file", "a.yaml: it is no file")]
    [InlineData("line x, column 1: no.", "a.yaml: line x, column 1: no.")]
    public void A_place_in_a_file_comes_before_what_is_wrong_there(string error, string line) => Assert.Equal(line, FileErrorJson.Of(error).In("a.yaml"));

    [Fact]
    public void What_others_say_does_not_move_the_cursor_and_stays_on_its_line()
    {
        using var output = new StringWriter();
        new Terminal(output, TextWriter.Null, isJson: false).Table(["A", "B"], [["x\u001b[2J", "1\n2"], ["longer", ""]], "none");
        Assert.Equal("A       B\nx[2J    1 2\nlonger\n", output.ToString());
    }
}
