using Environs.Crds;
using Environs.Operator.Automations;
using Environs.Operator.Services;
using Environs.Operator.Tests.Automations;
using Environs.Protocol.Supervision;

namespace Environs.Operator.Tests.Services;

public sealed class BesideTests
{
    private const string Trigger = AutomationTriggers.PostMachineStart;
    private const string First = $"{Trigger}/c1";

    [Fact]
    public void It_starts_once_it_is_known_what_the_dev_container_brings()
    {
        var service = InMachine(null);
        service = Seen(service, triggeredFor: null);
        Assert.Equal((null, null, "Stopped"), Told(service));
        Assert.False(ServiceRequest.IsRunWanted(service, Work.RunningBeside()));
        service = Seen(service);
        Assert.Equal((Work.Machine, First, "Starting"), Told(service));
        Assert.True(ServiceRequest.IsRunWanted(service, Work.RunningBeside()));
    }

    [Theory]
    [InlineData("Running", First, "Running")]
    [InlineData("Starting", First, "Starting")]
    [InlineData("Stopped", $"{Trigger}/c2", "Starting")]
    [InlineData("Failed", $"{Trigger}/c2", "Starting")]
    public void A_new_dev_container_leaves_what_runs_and_starts_what_has_ended(string phase, string by, string then)
    {
        var service = InMachine(phase);
        var token = ServiceRequest.Token(service.Spec, service.Status!.RequestedBy);
        service = Seen(service, "pod-uid/c2");
        Assert.Equal((Work.Machine, by, then), Told(service));
        Assert.Equal(by == First, ServiceRequest.Token(service.Spec, by) == token);
        // Once for each.
        service.Status!.Phase = "Stopped";
        Assert.Equal((Work.Machine, by, "Stopped"), Told(Seen(service, "pod-uid/c2")));
    }

    [Theory]
    [InlineData("Running", First, "Starting", true)]
    [InlineData("Stopped", null, "Stopped", false)]
    [InlineData("Failed", null, "Failed", false)]
    public void In_a_new_machine_goes_on_what_ran_and_nothing_else(string phase, string? by, string then, bool runs)
    {
        var service = InMachine(phase);
        var next = Work.RunningBeside() with { Id = "pod-uid/m2" };
        Assert.Equal(runs, ServiceRequest.IsRunWanted(service, next));
        service = Seen(service, container: next);
        Assert.Equal(("pod-uid/m2", by, then), Told(service));
        Assert.Equal(runs, ServiceRequest.IsRunWanted(service, next));
    }

    [Fact]
    public void One_that_runs_has_its_own_report_whatever_becomes_of_the_dev_container()
    {
        var service = InMachine("Running");
        var report = new ServiceReport { Id = service.Metadata.Uid, Phase = ServicePhase.Running, Session = ServiceRequest.Token(service.Spec, First) };
        foreach (var start in (string[])["pod-uid/c1", "pod-uid/c2"])
            Assert.Equal((Work.Machine, First, "Running"), Told(Seen(service, start, Work.RunningBeside(report))));
    }

    [Fact]
    public void What_is_defined_after_a_start_waits_for_the_next()
    {
        var service = InMachine(null);
        service.Metadata.CreationTimestamp = Work.Now.UtcDateTime.AddSeconds(1);
        service = Seen(service);
        Assert.Equal((Work.Machine, null, "Stopped"), Told(service));
    }

    [Theory]
    [InlineData("Running", "Starting", true)]
    [InlineData("Stopped", "Stopped", false)]
    public void One_that_moves_goes_on_as_it_was_once_it_has_ended_where_it_ran(string phase, string then, bool runs)
    {
        foreach (var (runsOn, from, next) in new[] { (new RunsOn { Machine = new() }, Work.Container, Work.RunningBeside()), (null!, Work.Machine, Work.Running()) })
        {
            var service = InMachine(phase);
            (service.Spec.RunsOn, service.Status!.Container, service.Status.TriggeredFor) = (runsOn, from, runsOn is null ? Work.Container : null);
            service = Seen(service, container: next);
            Assert.Equal((next.Id, then), (Told(service).Item1, Told(service).Item3));
            var place = WorkPlace.Of(runsOn);
            Assert.Equal(runs, Desired(service, place, next, null).Single().Run);
            Assert.False(Desired(service, place, next, new HashSet<string> { service.Metadata.Uid }).Single().Run);
            Assert.Empty(Desired(service, place == WorkPlace.Dev ? WorkPlace.Machine : WorkPlace.Dev, next, null));
        }
    }

    private static Google.Protobuf.Collections.RepeatedField<DesiredService> Desired(V1alpha1Service service, WorkPlace place, WorkContainer container, IReadOnlySet<string>? elsewhere) => (place == WorkPlace.Dev
        ? DesiredWork.Of(Work.Environment(), "/workspaces", new(), container, new AutomationScope([service], []), [], elsewhere)
        : DesiredWork.Beside(place, "/workspaces", container, new AutomationScope([service], []), [], elsewhere)).Services;

    private static V1alpha1Service InMachine(string? phase) => Work.Service("agent", service =>
    {
        (service.Spec.RunsOn, service.Spec.TriggeredBy) = (new() { Machine = new() }, [Trigger]);
        if (phase is not null) service.Status = new() { Phase = phase, Container = Work.Machine, RequestedBy = First, TriggeredFor = Work.Container };
    });

    // As the next pass leaves it.
    private static V1alpha1Service Seen(V1alpha1Service service, string? triggeredFor = Work.Container, WorkContainer? container = null)
    {
        service.Status = ServiceHealth.Of(new ServiceState
        {
            Service = service,
            Environment = Work.Environment(environment => environment.Status = triggeredFor is null ? null : new() { Triggers = new() { Container = triggeredFor, FiredAt = Work.Now.UtcDateTime } }),
            Container = container ?? Work.RunningBeside(),
        });
        return service;
    }

    private static (string?, string?, string?) Told(V1alpha1Service service) => (service.Status!.Container, service.Status.RequestedBy, service.Status.Phase);
}
