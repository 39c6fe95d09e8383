using Environs.Crds;
using Environs.Operator.Automations;
using Environs.Operator.Services;
using Environs.Operator.Tests.Automations;

namespace Environs.Operator.Tests.Services;

public sealed class ServiceRequestTests
{
    private const string Trigger = AutomationTriggers.PostEnvironmentStart;

    [Theory]
    [InlineData("Stopped", null, "Running", false)]
    [InlineData("Stopped@2", "Running", "Running", false)]
    [InlineData("Running", "Stopped", "Stopped", true)]
    [InlineData("Nothing", null, "Running", true)]
    [InlineData(null, null, "Running", true)]
    public void A_request_counts_over_spec_and_triggers(string? asked, string? desiredPhase, string phase, bool runs)
    {
        var service = Asked(asked, phase, Trigger);
        service.Spec.DesiredPhase = desiredPhase;
        Assert.Equal(runs, ServiceRequest.IsRunWanted(Seen(service), Work.Running()));
    }

    [Fact]
    public void A_change_of_the_spec_ends_it_for_good()
    {
        var service = Seen(Asked("Stopped", "Running", Trigger));
        service.Spec.Session = "two";
        Assert.True(ServiceRequest.IsRunWanted(service, Work.Running()));
        service = Seen(service);
        service.Spec.Session = null;
        Assert.True(ServiceRequest.IsRunWanted(Seen(service), Work.Running()));
    }

    [Theory]
    [InlineData("Stopped", "Running@1")]
    [InlineData("Failed", "Running@1")]
    [InlineData("Stopping", "Running@1")]
    [InlineData("Running", Trigger)]
    [InlineData("Starting", Trigger)]
    public void A_start_begins_what_has_ended_anew_and_leaves_what_runs(string phase, string by) =>
        Assert.Equal(by, Seen(Asked("Running@1", phase, Trigger)).Status!.RequestedBy);

    [Fact]
    public void One_start_is_one_start_and_another_is_another()
    {
        var service = Seen(Asked("Running@1", "Stopped", null));
        Assert.Equal(("Running@1", "Starting"), (service.Status!.RequestedBy, service.Status.Phase));
        service.Status.Phase = "Stopped";
        Assert.Equal("Stopped", Seen(service).Status!.Phase);
        service.Metadata.Annotations["environs.dev/requested-phase"] = "Running@2";
        Assert.Equal(("Running@2", "Starting"), (Seen(service).Status!.RequestedBy, service.Status.Phase));
    }

    [Fact]
    public void Until_the_services_own_pass_has_taken_it_up_nobody_acts_on_it_or_it_would_start_twice()
    {
        var service = Asked("Running@1", "Stopped", null);
        Assert.False(ServiceRequest.IsRunWanted(service, Work.Running()));
        Assert.False(AutomationWakes.ChangesWork(Asked(null, "Stopped", null), service));
        Assert.True(ServiceRequest.IsRunWanted(Seen(service), Work.Running()));
        Assert.Equal("Running@1", ServiceRequest.InPod(service, "pod-uid")!.By);
        service.Metadata.Annotations["environs.dev/requested-phase"] = "Stopped@2";
        Assert.True(ServiceRequest.IsRunWanted(service, Work.Running()));
        Assert.False(ServiceRequest.IsRunWanted(Seen(service), Work.Running()));
    }

    [Fact]
    public void It_holds_in_the_next_container_and_where_there_was_none()
    {
        var service = Asked("Running", "Stopped", null);
        service = Seen(service, hasContainer: false);
        Assert.Equal("Running", service.Status!.RequestedPhase!.Phase);
        Assert.Equal("Starting", Seen(service).Status!.Phase);
        var stopped = Asked("Stopped", "Stopped", null, "pod-uid/c0");
        stopped.Spec.TriggeredBy = [Trigger];
        Assert.Equal("Stopped", Seen(stopped).Status!.Phase);
    }

    [Fact]
    public void A_value_that_is_none_is_told()
    {
        var ready = Seen(Asked("Go", "Stopped", null)).Status!.Conditions.Single(condition => condition.Type == "Ready");
        Assert.Contains("environs.dev/requested-phase", ready.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_execution_does_not_start_what_somebody_has_stopped() =>
        Assert.Null(Seen(Asked("Stopped", "Stopped", null), true, "exec").Status!.RequestedBy);

    [Fact]
    public void The_environment_is_woken_by_a_request()
    {
        Assert.True(AutomationWakes.ChangesWork(Asked("Stopped", "Running", Trigger), Seen(Asked("Stopped", "Running", Trigger))));
        var (before, after) = (Work.Execution(), Work.Execution());
        Assert.False(AutomationWakes.IsNews(before, after));
        after.Metadata.Annotations = new Dictionary<string, string> { ["environs.dev/requested-phase"] = "Stopped" };
        Assert.True(AutomationWakes.IsNews(before, after));
    }

    private static V1alpha1Service Asked(string? value, string phase, string? by, string container = Work.Container) => Work.Service("db", service =>
    {
        if (value is not null) service.Metadata.Annotations = new Dictionary<string, string> { ["environs.dev/requested-phase"] = value };
        service.Status = new ServiceStatus { Phase = phase, RequestedBy = by, Container = container };
    });

    // As the next pass leaves it.
    private static V1alpha1Service Seen(V1alpha1Service service, bool hasContainer = true, params string[] wantedBy)
    {
        service.Status = ServiceHealth.Of(new ServiceState
        {
            Service = service,
            Environment = Work.Environment(),
            Container = hasContainer ? Work.Running() : null,
            WantedBy = wantedBy,
        });
        return service;
    }
}
