using Environs.Runtime.Events;
using k8s.Models;

namespace Environs.Runtime.Tests.Events;

public sealed class EventLedgerTests
{
    private readonly EventLedger ledger = new(TimeSpan.FromMinutes(5), perObject: 3);
    private DateTimeOffset now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_repetition_is_counted_in_the_first_ones_entry()
    {
        var first = Say("a", "Failed");
        Assert.Same(first, Say("a", "Failed"));
        Assert.Equal(2, first!.Count);
        Assert.NotSame(first, Say("b", "Failed"));
        Assert.NotSame(first, Say("a", "Started"));
    }

    [Fact]
    public void An_object_with_too_much_to_say_is_cut_off_until_the_window_is_over()
    {
        for (var number = 0; number < 3; number++)
            Assert.NotNull(Say("a", $"Reason{number}"));
        Assert.Null(Say("a", "Reason4"));
        Assert.NotNull(Say("b", "Reason4"));
        now = now.AddMinutes(5);
        Assert.NotNull(Say("a", "Reason4"));
    }

    [Fact]
    public void What_was_not_said_for_a_whole_window_is_news_again()
    {
        var first = Say("a", "Failed");
        now = now.AddMinutes(4);
        Assert.Same(first, Say("a", "Failed"));
        now = now.AddMinutes(10);
        Assert.NotSame(first, Say("a", "Failed"));
    }

    private EventLedger.Entry? Say(string uid, string reason) =>
        ledger.Note(new(new V1ObjectReference { Uid = uid, Name = uid }, new("Warning", reason, "message"), now));
}
