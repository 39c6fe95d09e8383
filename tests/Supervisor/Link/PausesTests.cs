using Environs.Supervisor.Link;

namespace Environs.Supervisor.Tests.Link;

/// <summary>How long the link waits before it dials again.</summary>
public sealed class PausesTests
{
    private static readonly StreamEnd Lost = new(Ending.Lost, "");
    private static readonly StreamEnd NotLeading = new(Ending.NotLeading, "");
    private readonly Pauses pauses = new(new LinkSettings("/nowhere", "dev"), new Random(1));

    [Fact]
    public void Pauses_double_up_to_the_longest()
    {
        foreach (var whole in new[] { 0.5, 1, 2, 4, 8, 16, 30, 30, 30 }) AssertBetween(whole / 2, whole, Lost);
    }

    [Fact]
    public void No_two_supervisors_dial_in_step()
    {
        var others = Enumerable.Range(0, 100).Select(seed => new Pauses(new LinkSettings("/nowhere", "dev"), new Random(seed)).After(Lost));
        Assert.InRange(others.Distinct().Count(), 90, 100);
    }

    [Theory]
    [InlineData(29, 2)]
    [InlineData(30, 0.5)]
    public void After_a_stream_that_lived_they_begin_anew(double seconds, double whole)
    {
        pauses.After(Lost);
        pauses.After(Lost);
        AssertBetween(whole / 2, whole, Lost with { Lived = TimeSpan.FromSeconds(seconds) });
    }

    [Fact]
    public void After_a_stream_that_was_refused_they_go_on_however_long_it_lived()
    {
        var refused = new StreamEnd(Ending.Refused, "") { Lived = TimeSpan.FromHours(1), WasConnected = true };
        foreach (var whole in new[] { 0.5, 1, 2, 4, 8, 16, 30, 30 }) AssertBetween(whole / 2, whole, refused);
    }

    [Fact]
    public void Replicas_that_do_not_lead_are_left_soon_but_not_for_ever()
    {
        for (var i = 0; i < 8; i++)
        {
            Assert.True(pauses.IsQuick(NotLeading));
            AssertBetween(0.1, 0.5, NotLeading);
        }

        Assert.False(pauses.IsQuick(NotLeading));
        AssertBetween(0.25, 0.5, NotLeading);
        AssertBetween(0.5, 1, NotLeading);
        // It led for a while, and no longer does.
        AssertBetween(0.1, 0.5, NotLeading with { Lived = TimeSpan.FromHours(1) });
        Assert.True(pauses.IsQuick(NotLeading));
    }

    private void AssertBetween(double from, double to, StreamEnd end) => Assert.InRange(pauses.After(end).TotalSeconds, from, to);
}
