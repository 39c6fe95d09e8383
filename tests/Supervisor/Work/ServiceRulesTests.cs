using Environs.Protocol.Supervision;
using Environs.Supervisor.Work;

namespace Environs.Supervisor.Tests.Work;

/// <summary>Each row: what is known, what happens, what is known then and done.</summary>
public sealed class ServiceRulesTests
{
    // A phase, the session that it was started for, "spent" when it is not started for it again, "!why" for a failure.
    [Theory]
    // Wishes of one that is down.
    [InlineData("Stopped", "want a", "Starting a spent", "Start")]
    [InlineData("Stopped", "leave a", "Stopped", "Nothing")]
    [InlineData("Stopped", "forget", "Stopped", "Nothing")]
    [InlineData("Stopped a spent", "want a", "Stopped a spent", "Nothing")]
    [InlineData("Stopped a spent", "want b", "Starting b spent", "Start")]
    [InlineData("Stopped a spent", "leave a", "Stopped a", "Nothing")]
    [InlineData("Stopped a spent", "leave b", "Stopped a", "Nothing")]
    [InlineData("Stopped a spent", "forget", "Stopped a", "Nothing")]
    [InlineData("Stopped a", "want a", "Starting a spent", "Start")]
    [InlineData("Failed a spent !why", "want a", "Failed a spent !why", "Nothing")]
    [InlineData("Failed a spent !why", "leave a", "Failed a !why", "Nothing")]
    [InlineData("Failed a !why", "want a", "Starting a spent", "Start")]
    [InlineData("Failed a spent !why", "want b", "Starting b spent", "Start")]
    // Wishes of one that lives.
    [InlineData("Starting a spent", "want a", "Starting a spent", "Nothing")]
    [InlineData("Starting a spent", "want b", "Stopping a", "Stop")]
    [InlineData("Starting a spent", "leave a", "Stopping a", "Stop")]
    [InlineData("Starting a spent", "forget", "Stopping a", "Stop")]
    [InlineData("Running a spent", "want a", "Running a spent", "Nothing")]
    [InlineData("Running a spent", "want b", "Stopping a", "Stop")]
    [InlineData("Running a spent", "leave a", "Stopping a", "Stop")]
    [InlineData("Running a spent", "forget", "Stopping a", "Stop")]
    // Wishes of one that stops: the last one counts, later.
    [InlineData("Stopping a", "want a", "Stopping a", "Nothing")]
    [InlineData("Stopping a", "want b", "Stopping a", "Nothing")]
    [InlineData("Stopping a", "leave a", "Stopping a", "Nothing")]
    [InlineData("Stopping a spent !late", "leave a", "Stopping a !late", "Nothing")]
    // Becoming ready.
    [InlineData("Starting a spent", "ready", "Running a spent", "Nothing")]
    [InlineData("Stopping a", "ready", "Stopping a", "Nothing")]
    [InlineData("Failed a spent !why", "ready", "Failed a spent !why", "Nothing")]
    [InlineData("Starting a spent", "late", "Stopping a spent !late", "Stop")]
    [InlineData("Running a spent", "late", "Running a spent", "Nothing")]
    [InlineData("Stopping a", "late", "Stopping a", "Nothing")]
    // Its end, by itself.
    [InlineData("Starting a spent", "ended", "Stopped a spent", "Nothing")]
    [InlineData("Running a spent", "ended", "Stopped a spent", "Nothing")]
    [InlineData("Running a spent", "ended why", "Failed a spent !why", "Nothing")]
    [InlineData("Starting a spent", "ended why", "Failed a spent !why", "Nothing")]
    // Its end, as it was asked: the exit code of what was asked to end says nothing.
    [InlineData("Stopping a", "ended why", "Stopped a", "Nothing")]
    [InlineData("Stopping a spent !late", "ended why", "Failed a spent !late", "Nothing")]
    [InlineData("Stopping a", "stopped", "Stopped a", "Nothing")]
    [InlineData("Stopping a", "stopped why", "Failed a !why", "Nothing")]
    [InlineData("Stopping a spent !late", "stopped", "Failed a spent !late", "Nothing")]
    [InlineData("Stopping a spent !late", "stopped why", "Failed a spent !late", "Nothing")]
    public void A_service_that_is_known(string known, string happens, string then, string act)
    {
        var before = Memory(known);
        // What lives or is spent is wanted, unless it stops because it is not.
        if (before is { IsSpent: true }) before = before with { Wish = Wish("a", run: true) };

        var (memory, done) = ServiceRules.Next(before, Event(happens));

        Assert.Equal((Memory(then), Enum.Parse<ServiceAct>(act)), (memory with { Wish = null }, done));
    }

    [Theory]
    [InlineData("a", "stopped", "Starting a spent", "Start")]
    [InlineData("b", "stopped", "Starting b spent", "Start")]
    [InlineData("b", "stopped why", "Starting b spent", "Start")]
    [InlineData("b", "ended", "Starting b spent", "Start")]
    public void One_that_is_wanted_again_while_it_stops_starts_then(string session, string happens, string then, string act)
    {
        var (memory, done) = ServiceRules.Next(Memory("Stopping a") with { Wish = Wish(session, run: true) }, Event(happens));
        Assert.Equal((Memory(then), Enum.Parse<ServiceAct>(act)), (memory with { Wish = null }, done));
    }

    private static ServiceMemory Memory(string text)
    {
        var words = text.Split(' ');
        return new ServiceMemory(
            null,
            Enum.Parse<ServicePhase>(words[0]),
            words.Skip(1).FirstOrDefault(word => word.Length == 1) ?? "",
            words.Contains("spent"),
            words.FirstOrDefault(word => word.StartsWith('!'))?[1..] ?? "");
    }

    private static ServiceWish Wish(string session, bool run) => new("/", new DesiredService { Id = "s", Session = session, Run = run });

    private static ServiceEvent Event(string text)
    {
        var words = text.Split(' ');
        var more = words.ElementAtOrDefault(1) ?? "";
        return words[0] switch
        {
            "want" => new ServiceEvent.Wished(Wish(more, run: true)),
            "leave" => new ServiceEvent.Wished(Wish(more, run: false)),
            "forget" => new ServiceEvent.Wished(null),
            "ready" => new ServiceEvent.Ready(),
            "late" => new ServiceEvent.NotReady("late"),
            "ended" => new ServiceEvent.Ended(more),
            _ => new ServiceEvent.Stopped(more),
        };
    }
}
