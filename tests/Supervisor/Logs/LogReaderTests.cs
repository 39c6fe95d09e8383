using System.Text;
using Environs.Supervisor.Logs;
using Environs.Supervisor.Tests.Support;
using Environs.Supervisor.Work;

namespace Environs.Supervisor.Tests.Logs;

/// <summary>Logs are read while they are written to and put aside.</summary>
public sealed class LogReaderTests : IDisposable
{
    private const long Limit = 100;

    private readonly TemporaryFolder root = new();
    private readonly LogFile file;
    private int written;

    public LogReaderTests() => file = new LogFile(root["logs/a.log"], Limit, new RunFolder(root.Path, new Log(TextWriter.Null)));

    public void Dispose() => root.Dispose();

    [Fact]
    public void One_that_keeps_up_reads_every_line_once_over_all_files()
    {
        Write(1);
        using var reader = Reader();
        var read = new StringBuilder();
        for (var i = 0; i < 200; i++)
        {
            Write(i % 7);
            var (text, isLost) = Read(reader);
            Assert.False(isLost);
            read.Append(text);
        }

        Assert.Equal(Lines(0, written), read.ToString());
        Assert.Equal(read.Length, reader.Position);
    }

    [Fact]
    public void What_was_put_aside_twice_before_it_was_read_is_lost_which_is_said_once_and_nothing_comes_twice()
    {
        Write(5);
        using var reader = Reader();
        Assert.Equal((Lines(0, 5), false), Read(reader));
        Write(50);
        // The file that is open is read to its end, though it is deleted: eleven lines fit into one.
        var (first, isLost) = ReadOnce(reader);
        Assert.Equal((Lines(5, 6), false), (first, isLost));
        (var second, isLost) = ReadOnce(reader);
        Assert.Equal((Lines(33, 11), true), (second, isLost));
        Assert.Equal((Lines(44, 11), false), Read(reader));
        Write(1);
        Assert.Equal((Lines(55, 1), false), Read(reader));
    }

    [Theory]
    [InlineData(0, 33, true)]
    [InlineData(100, 33, true)]
    [InlineData(297, 33, false)]
    [InlineData(306, 34, false)]
    [InlineData(396, 44, false)]
    [InlineData(450, 50, false)]
    [InlineData(-1, 50, false)]
    [InlineData(9000, 50, false)]
    public void It_begins_at_its_position_or_after_it(long position, int line, bool isLost)
    {
        Write(50);
        using var reader = Reader(position);
        Assert.Equal((Lines(line, 50 - line), isLost), Read(reader));
    }

    [Fact]
    public void It_goes_on_from_another_s_position_after_the_writer_was_another_too()
    {
        Write(20);
        using var before = Reader();
        Assert.Equal((Lines(0, 20), false), Read(before));
        file.Close();
        Write(5);
        using var after = Reader(before.Position);
        Assert.Equal((Lines(20, 5), false), Read(after));
    }

    [Fact]
    public void Of_two_that_write_to_it_neither_goes_back()
    {
        var other = new LogFile(root["logs/a.log"], Limit, new RunFolder(root.Path, new Log(TextWriter.Null)));
        using var reader = Reader();
        other.Append("other...\n"u8);
        Write(30);
        other.Append("other...\n"u8);
        Write(3);
        var text = Read(reader).Text;
        Assert.EndsWith(Lines(30, 3), text, StringComparison.Ordinal);
        Assert.Equal(LogPieces.Of(root["logs/a.log"]).Select(piece => piece.Start).Order(), LogPieces.Of(root["logs/a.log"]).Select(piece => piece.Start));
    }

    [Fact]
    public void What_somebody_put_beside_it_is_none_of_it()
    {
        Write(1);
        foreach (var name in new[] { "a.log.1", "a.log.x", "a.log0000000000000009", "a.log.-000000000000009", "a.logs", "a.log.0000000000000000" }) File.WriteAllText(root[$"logs/{name}"], "junk");
        Assert.Equal((Lines(0, 1), false), Read(Reader()));
    }

    [Fact]
    public async Task A_pipe_in_its_place_holds_up_nobody()
    {
        Directory.CreateDirectory(root["logs"]);
        await Command.RunAsync("mkfifo", [root["logs/a.log"]]);
        Assert.Equal(("", false), await Task.Run(() => Read(Reader())).WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken));
    }

    private LogReader Reader(long position = 0) => new(root["logs/a.log"]) { Position = position };

    private void Write(int lines)
    {
        for (; lines > 0; lines--) file.Append(Encoding.UTF8.GetBytes(Lines(written++, 1)));
    }

    // Nine bytes each.
    private static string Lines(int first, int count) => string.Concat(Enumerable.Range(first, count).Select(i => $"line {i:000}\n"));

    private static (string Text, bool IsLost) Read(LogReader reader)
    {
        var (all, anyLost) = ("", false);
        while (ReadOnce(reader) is { Text.Length: > 0 } read) (all, anyLost) = (all + read.Text, anyLost | read.IsLost);
        return (all, anyLost);
    }

    private static (string Text, bool IsLost) ReadOnce(LogReader reader)
    {
        var buffer = new byte[1000];
        var (count, isLost) = reader.Read(buffer);
        return (Encoding.UTF8.GetString(buffer, 0, count), isLost);
    }
}
