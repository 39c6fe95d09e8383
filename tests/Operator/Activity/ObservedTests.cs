using Environs.Operator.Activity;
using Environs.Operator.Supervision;
using Environs.Operator.Tests.Environments;
using Environs.Protocol.Supervision;

namespace Environs.Operator.Tests.Activity;

public sealed class ObservedTests
{
    private TimeSpan now;
    private Observed? observed;

    [Fact]
    public void One_that_never_stops_talking_is_told_of_every_five_seconds()
    {
        var taken = new List<int>();
        for (var i = 1; i <= 200; i++)
        {
            Look(Dev(port: i));
            if (taken.LastOrDefault() != Port) taken.Add(Port);
            now += TimeSpan.FromMilliseconds(100);
        }

        Assert.Equal([1, 51, 101, 151], taken);
    }

    [Fact]
    public void What_has_to_wait_says_how_long_and_comes_then()
    {
        Look(Dev(port: 1));
        now += TimeSpan.FromSeconds(2);
        Look(Dev(port: 2));
        Assert.Equal((1, TimeSpan.FromSeconds(3)), (Port, observed!.Wait));

        now += TimeSpan.FromSeconds(3);
        Look(Dev(port: 2));
        Assert.Equal((2, null), (Port, observed.Wait));
        now += TimeSpan.FromSeconds(1);
        Look(Dev(port: 2));
        Assert.Null(observed.Wait);
    }

    [Fact]
    public void What_was_said_holds_while_nobody_is_heard_and_not_for_another_pod()
    {
        Look(Dev(port: 1));
        now += TimeSpan.FromMinutes(1);
        Look(Dev(port: 1) with { IsConnected = false });
        Assert.Equal((1, TimeSpan.FromMinutes(1)), (Port, observed!.SilentSince));
        now += TimeSpan.FromMinutes(1);
        Look(null);
        Assert.Equal((1, TimeSpan.FromMinutes(1)), (Port, observed.SilentSince));
        Look(Dev(port: 1));
        Assert.Null(observed.SilentSince);

        Look(null, pod: "other");
        Assert.Equal((null, now), (observed.Seen.Ports, observed.SilentSince));
    }

    [Fact]
    public void The_latest_activity_of_all_containers_is_told_and_it_never_goes_back()
    {
        Look(Active("Terminal", 2000), Active("Command", 3000));
        Assert.Equal("Command", observed!.Seen.Activity!.Source);
        now += TimeSpan.FromMinutes(1);
        Look(Active("Terminal", 1000));
        Assert.Equal("Command", observed.Seen.Activity!.Source);
        now += TimeSpan.FromMinutes(1);
        Look(Active("Terminal", 4000));
        Assert.Equal("Terminal", observed.Seen.Activity!.Source);
    }

    private int Port => observed!.Seen.Ports!.Ports[0].Port;

    private void Look(SupervisorReport? dev, SupervisorReport? machine = null, string pod = "pod") => observed = Observed.After(observed, pod, dev, machine, now);

    private static SupervisorReport Dev(int port) => new(new Report { Ports = new() { Ports = { new ListeningPort { Port = port } } } }, true, Some.Now);

    private static SupervisorReport Active(string source, long at) => new(new Report { Activity = new() { Source = source, At = at } }, true, Some.Now);
}
