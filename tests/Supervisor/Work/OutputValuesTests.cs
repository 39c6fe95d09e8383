using Environs.Supervisor.Work;

namespace Environs.Supervisor.Tests.Work;

public sealed class OutputValuesTests
{
    [Fact]
    public void The_last_of_a_name_counts()
    {
        var values = OutputValues.Parse("A=1\r\n\nB==x=\nA=2\nEMPTY=\nUNFINISHED=yes");
        Assert.Equal(new Dictionary<string, string> { ["A"] = "2", ["B"] = "=x=", ["EMPTY"] = "", ["UNFINISHED"] = "yes" }, values.Values);
        Assert.Empty(values.Dropped);
    }

    [Fact]
    public void What_cannot_be_kept_is_named_without_its_value()
    {
        var text = $"secret\n=secret\n{new string('n', 129)}=secret\nLONG={new string('v', 4097)}\n{new string('n', 128)}={new string('v', 4096)}\n";
        var values = OutputValues.Parse(text);
        Assert.Equal([(128, 4096)], values.Values.Select(each => (each.Key.Length, each.Value.Length)));
        Assert.Equal(
            [
                "line 1 of its output is dropped: it is not NAME=VALUE",
                "line 2 of its output is dropped: it is not NAME=VALUE",
                "line 3 of its output is dropped: its name has 129 characters, at most are 128",
                "line 4 of its output is dropped: the value of LONG has 4097 characters, at most are 4096",
            ],
            values.Dropped);
    }

    [Fact]
    public void There_are_fifty_at_most()
    {
        var values = OutputValues.Parse(string.Concat(Enumerable.Range(0, 60).Select(i => $"N{i}={i}\n")) + "N0=changed\n");
        Assert.Equal(50, values.Values.Count);
        Assert.Equal("changed", values.Values["N0"]);
        Assert.Equal("line 51 of its output is dropped: N50 is one more than 50 values", values.Dropped[0]);
        Assert.Equal(5, values.Dropped.Count);
    }
}
