using Environs.Supervisor.Processes;

namespace Environs.Supervisor.Tests.Processes;

public sealed class ProcessEntryTests
{
    [Theory]
    [InlineData("7 (bash) S 1 7 7 34816 7 4194304 1", 7, 1, 7, 7, 34816, false)]
    [InlineData("8 (a (b) c d) Z 7 8 7 0 -1 4194304 1", 8, 7, 8, 7, 0, true)]
    public void A_line_of_stat_is_read_whatever_the_name(string line, int id, int parent, int group, int session, int terminal, bool ended) =>
        Assert.Equal(new ProcessEntry(id, parent, group, session, terminal, ended), ProcessEntry.Parse(line));

    [Theory]
    [InlineData("")]
    [InlineData("7 bash S 1")]
    [InlineData("(x) S")]
    [InlineData("7 (bash) S")]
    public void Anything_else_is_no_process(string line) => Assert.Null(ProcessEntry.Parse(line));
}
