using System.Buffers;
using System.Text;
using Environs.Supervisor.Work;

namespace Environs.Supervisor.Tests.Work;

public sealed class LineTaggerTests
{
    private readonly LineTagger tagger = new("web");
    private readonly ArrayBufferWriter<byte> written = new();

    [Theory]
    [InlineData("one\ntwo\n", "[web] one\n[web] two\n", false)]
    [InlineData("one\n\ntwo", "[web] one\n[web] \n", true)]
    [InlineData("", "", false)]
    public void Lines_are_tagged_when_they_are_whole(string text, string expected, bool unfinished)
    {
        tagger.Append(Encoding.UTF8.GetBytes(text), written);
        Assert.Equal((expected, unfinished), (Written(), tagger.HasUnfinished));
    }

    [Fact]
    public void A_line_in_pieces_is_one_and_what_is_unfinished_can_be_ended()
    {
        tagger.Append("on"u8, written);
        tagger.Append("e\ntw"u8, written);
        tagger.Flush(written);
        tagger.Flush(written);
        tagger.Append("o\n"u8, written);
        Assert.Equal("[web] one\n[web] tw\n[web] o\n", Written());
    }

    [Fact]
    public void Bytes_pass_as_they_are()
    {
        byte[] odd = [0, 0xff, 0xfe, 0x80, 0x1b, (byte)'\r', (byte)'\n'];
        tagger.Append(odd, written);
        Assert.Equal([.. "[web] "u8, .. odd], written.WrittenSpan.ToArray());
    }

    [Fact]
    public void A_tag_is_on_one_line()
    {
        new LineTagger("a\nb").Append("c\n"u8, written);
        Assert.Equal("[ab] c\n", Written());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_long_line_is_cut_between_characters(int shift)
    {
        var line = new string('x', shift) + string.Concat(Enumerable.Repeat("😀", 10_000));
        foreach (var piece in Encoding.UTF8.GetBytes(line + "\n").Chunk(1000)) tagger.Append(piece, written);

        var lines = Written().TrimEnd('\n').Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.All(lines, each => Assert.InRange(Encoding.UTF8.GetByteCount(each), 1, LineTagger.LongestLine + 6));
        Assert.Equal(line, string.Concat(lines.Select(each => each["[web] ".Length..])));
    }

    [Fact]
    public void A_long_line_without_characters_is_cut_all_the_same()
    {
        tagger.Append(Enumerable.Repeat((byte)0x80, 40_000).ToArray(), written);
        tagger.Flush(written);
        Assert.Equal(40_000, written.WrittenSpan.Count((byte)0x80));
        Assert.Equal(3, written.WrittenSpan.Count((byte)'\n'));
    }

    private string Written() => Encoding.UTF8.GetString(written.WrittenSpan);
}
