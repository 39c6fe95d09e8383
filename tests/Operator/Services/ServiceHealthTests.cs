using Environs.Crds;
using Environs.Operator.Automations;
using Environs.Operator.Services;
using Environs.Operator.Tests.Automations;
using Environs.Protocol.Supervision;

namespace Environs.Operator.Tests.Services;

public sealed class ServiceHealthTests
{
    private const string Trigger = AutomationTriggers.PostEnvironmentStart;

    [Fact]
    public void A_trigger_starts_what_was_there_and_leaves_what_came_later()
    {
        var service = Triggered();
        Assert.Equal((Work.Container, Trigger, "Starting"), Of(service));
        service.Metadata.CreationTimestamp = Work.Now.UtcDateTime.AddSeconds(1);
        Assert.Equal((Work.Container, null, "Stopped"), Of(service));
    }

    [Fact]
    public void Until_the_trigger_has_fired_nothing_is_said_of_the_container() =>
        Assert.Equal((null, null, "Stopped"), Of(Triggered(), Work.Environment(environment => environment.Status!.Triggers = null)));

    [Fact]
    public void A_filter_lets_other_triggers_not_pass() =>
        Assert.Equal((Work.Container, null, "Stopped"), Of(Triggered(), Work.Environment(environment => environment.Spec.AutomationsFile!.TriggerFilter = ["Manual"])));

    [Theory]
    [InlineData("Running", "exec", "pod-uid/c0", "exec", "Starting")]
    [InlineData("Starting", "exec", "pod-uid/c0", "exec", "Starting")]
    [InlineData("Stopped", "exec", "pod-uid/c0", null, "Stopped")]
    [InlineData("Failed", "exec", "pod-uid/c0", null, "Failed")]
    [InlineData("Running", "exec", "other-pod/c0", null, "Stopped")]
    public void What_ran_goes_on_in_the_next_container_of_its_pod_and_what_had_ended_does_not(string phase, string by, string before, string? after, string then) =>
        Assert.Equal((Work.Container, after, then), Of(Known(phase, by, before)));

    [Fact]
    public void An_earlier_failure_is_no_answer_to_an_execution_that_asks_now()
    {
        var service = Known("Failed", null);
        service.Status!.FailureMessage = "of yesterday";
        var status = ServiceHealth.Of(State(service, Work.Running(Report(service, ServicePhase.Failed, "old:")), "exec"));
        Assert.Equal(("exec", "Starting", null), (status.RequestedBy, status.Phase, status.FailureMessage));
    }

    [Fact]
    public void Who_has_asked_already_keeps_waiting_when_others_ask_too() =>
        Assert.Equal("b", ServiceHealth.Of(State(Known("Failed", "b"), Work.Running(), "a", "b")).RequestedBy);

    [Fact]
    public void What_shall_not_run_is_not_started_later_because_an_execution_had_asked()
    {
        var service = Known("Stopped", null);
        service.Spec.DesiredPhase = "Stopped";
        Assert.Null(ServiceHealth.Of(State(service, Work.Running(), "exec")).RequestedBy);
    }

    [Fact]
    public void What_the_supervisor_says_of_this_start_is_taken_over()
    {
        var service = Known("Starting", Trigger);
        service.Spec.Session = "two";
        var report = Report(service, ServicePhase.Failed, $"{Trigger}:two");
        report.FailureMessage = "Exit code 3.";
        report.Output["PORT"] = "5432";
        var status = ServiceHealth.Of(State(service, Work.Running(report)));
        Assert.Equal(("Failed", "two", "Exit code 3.", "5432"), (status.Phase, status.Session, status.FailureMessage, status.Output!["PORT"]));
    }

    [Fact]
    public void Another_session_is_a_start_that_is_awaited()
    {
        var service = Known("Stopped", Trigger);
        service.Spec.Session = "two";
        Assert.Equal("Starting", ServiceHealth.Of(State(service, Work.Running(Report(service, ServicePhase.Stopped, $"{Trigger}:one")))).Phase);
    }

    [Fact]
    public void While_the_next_container_is_not_known_what_had_ended_does_not_look_started()
    {
        var service = Known("Stopped", Trigger);
        var status = ServiceHealth.Of(State(service, Work.Running(Report(service, ServicePhase.Stopped, "")) with { Id = null }));
        Assert.Equal((Work.Container, Trigger, "Stopped"), (status.Container, status.RequestedBy, status.Phase));
    }

    [Fact]
    public void One_whose_reference_is_taken_does_not_look_running()
    {
        var state = State(Known("Running", Trigger), Work.Running()) with { Rejection = new Problem("ReferenceTaken", "x") };
        Assert.Equal("Stopped", ServiceHealth.Of(state).Phase);
    }

    [Fact]
    public void With_the_pod_goes_what_ran_but_not_how_it_failed()
    {
        Assert.Equal((null, null, "Stopped"), Told(ServiceHealth.Of(State(Known("Running", Trigger), null))));
        Assert.Equal((null, null, "Failed"), Told(ServiceHealth.Of(State(Known("Failed", Trigger), null))));
    }

    [Fact]
    public void The_longest_session_makes_a_token_that_a_report_may_hold()
    {
        var spec = Work.Service("db").Spec;
        spec.Session = new string('x', 256);
        var token = ServiceRequest.Token(spec, Guid.NewGuid().ToString());
        Assert.True(token.Length <= 256);
        spec.Session = new string('x', 255) + "y";
        Assert.NotEqual(token, ServiceRequest.Token(spec, token[..36]));
    }

    [Theory]
    [InlineData(null, null, Work.Container, "Running", false)]
    [InlineData(null, "x", Work.Container, "Stopped", true)]
    [InlineData("Running", null, Work.Container, "Stopped", true)]
    [InlineData("Running", null, null, "Stopped", false)]
    [InlineData("Stopped", "x", Work.Container, "Running", false)]
    [InlineData(null, "x", "pod-uid/c0", "Running", true)]
    [InlineData(null, "x", "pod-uid/c0", "Stopped", false)]
    [InlineData(null, "x", "other/c0", "Running", false)]
    public void Only_what_is_asked_for_in_this_container_or_ran_in_the_one_before_shall_run(string? desired, string? by, string? container, string phase, bool wanted)
    {
        var service = Known(phase, by, container);
        service.Spec.DesiredPhase = desired;
        Assert.Equal(wanted, ServiceRequest.IsRunWanted(service, Work.Running()));
    }

    private static V1alpha1Service Triggered() => Work.Service("db", service => service.Spec.TriggeredBy = [Trigger]);

    private static V1alpha1Service Known(string phase, string? by, string? container = Work.Container) =>
        Work.Service("db", service => service.Status = new() { Phase = phase, RequestedBy = by, Container = container });

    private static ServiceReport Report(V1alpha1Service service, ServicePhase phase, string session) => new() { Id = service.Metadata.Uid, Phase = phase, Session = session };

    private static ServiceState State(V1alpha1Service service, WorkContainer? container, params string[] wantedBy) => new()
    {
        Service = service,
        Environment = Work.Environment(),
        Container = container,
        WantedBy = wantedBy,
    };

    private static (string?, string?, string?) Of(V1alpha1Service service, V1alpha1Environment? environment = null) =>
        Told(ServiceHealth.Of(State(service, Work.Running()) with { Environment = environment ?? Work.Environment() }));

    private static (string?, string?, string?) Told(ServiceStatus status) => (status.Container, status.RequestedBy, status.Phase);
}
