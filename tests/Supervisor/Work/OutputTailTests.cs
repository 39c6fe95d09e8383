using System.Text;
using Environs.Supervisor.Work;

namespace Environs.Supervisor.Tests.Work;

public sealed class OutputTailTests
{
    private readonly OutputTail tail = new();

    [Fact]
    public void It_is_the_last_ten_lines()
    {
        for (var i = 1; i <= 100; i++) tail.Append(Encoding.UTF8.GetBytes($"line {i}\n"));
        Assert.Equal(string.Join('\n', Enumerable.Range(91, 10).Select(i => $"line {i}")), tail.ToString());
    }

    [Fact]
    public void It_is_the_last_kibibyte_in_whole_lines()
    {
        tail.Append(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 9).Select(i => new string((char)('a' + i), 299) + "\n"))));
        Assert.Equal($"{new string('g', 299)}\n{new string('h', 299)}\n{new string('i', 299)}", tail.ToString());
    }

    [Theory]
    [InlineData("one line", "one line")]
    [InlineData("\u001b[31mred\u001b[0m\r\n", "[31mred[0m")]
    [InlineData("\n\n", "")]
    public void It_is_plain_text(string said, string expected)
    {
        tail.Append(Encoding.UTF8.GetBytes(said));
        Assert.Equal(expected, tail.ToString());
    }

    [Fact]
    public void Of_one_long_line_it_is_the_end()
    {
        tail.Append(Encoding.UTF8.GetBytes(new string('x', 5000)));
        tail.Append("end"u8);
        Assert.Equal(new string('x', 1021) + "end", tail.ToString());
    }
}
