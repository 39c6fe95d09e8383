using Environs.Supervisor.Activity;
using Environs.Supervisor.Processes;
using Environs.Supervisor.Tests.Support;

namespace Environs.Supervisor.Tests.Activity;

/// <summary>Terminals as files whose times the test sets; in end-to-end tests they are real.</summary>
public sealed class TerminalsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Terminals terminals;

    public TerminalsTests()
    {
        Directory.CreateDirectory(folder["pts"]);
        File.WriteAllText(folder["pts/ptmx"], "");
        terminals = new Terminals(folder["pts"], new ProcessTable(folder["proc"], 1));
        Process(1, parent: 0, terminal: 34816);
        File.WriteAllText(folder["pts/0"], "");
        Assert.False(terminals.Look());
    }

    [Fact]
    public void What_stays_as_it_is_is_no_activity()
    {
        Assert.False(terminals.Look());
        File.WriteAllText(folder["pts/ptmx"], "other");
        Assert.False(terminals.Look());
        File.Delete(folder["pts/0"]);
        Assert.False(terminals.Look());
    }

    [Fact]
    public void Typing_and_opening_one_is()
    {
        File.SetLastAccessTimeUtc(folder["pts/0"], DateTime.UtcNow.AddMinutes(1));
        Assert.True(terminals.Look());
        Assert.False(terminals.Look());

        File.WriteAllText(folder["pts/1"], "");
        Assert.True(terminals.Look());
        Assert.False(terminals.Look());
    }

    [Fact]
    public void Output_is_where_somebody_outside_looks_at_it()
    {
        Output();
        Assert.False(terminals.Look());

        // As a shell in tmux, whose parent is in the container.
        Process(8, parent: 7, terminal: 0);
        Output();
        Assert.False(terminals.Look());

        Process(9, parent: 0, terminal: 0);
        Output();
        Assert.True(terminals.Look());
        Assert.False(terminals.Look());
    }

    [Fact]
    public void Where_there_are_no_terminals_there_is_no_activity() => Assert.False(new Terminals(folder["none"], new ProcessTable(folder["proc"], 1)).Look());

    [Theory]
    [InlineData(0, 20)]
    [InlineData(1800, 20)]
    [InlineData(60, 6)]
    [InlineData(2, 1)]
    public void The_shorter_the_limit_the_oftener_they_are_looked_at(int limit, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), ActivityWatch.Interval(TimeSpan.FromSeconds(limit)));

    public void Dispose() => folder.Dispose();

    private void Output() => File.SetLastWriteTimeUtc(folder["pts/0"], File.GetLastWriteTimeUtc(folder["pts/0"]).AddSeconds(10));

    // A file that is no device has the number 0.
    private void Process(int id, int parent, int terminal)
    {
        Directory.CreateDirectory(folder[$"proc/{id}"]);
        File.WriteAllText(folder[$"proc/{id}/stat"], $"{id} (bash) S {parent} {id} {id} {terminal} {id} 4194304");
    }
}
