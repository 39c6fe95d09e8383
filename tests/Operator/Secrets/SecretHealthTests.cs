using Environs.Crds;
using Environs.Operator.Environments;
using Environs.Operator.Supervision;
using Environs.Operator.Tests.Environments;
using Environs.Protocol.Supervision;
using k8s.Models;
using static Environs.Operator.Tests.Secrets.EnvironmentSecretsTests;

namespace Environs.Operator.Tests.Secrets;

/// <summary>What a status says of secrets.</summary>
public class SecretHealthTests
{
    private static readonly SecretReport Ready = new() { Id = "a", Ready = true };
    private static readonly SecretReport Missing = new() { Id = "a", Missing = true };
    private static readonly SecretReport Failed = new() { Id = "a", FailureMessage = "Secret \"of-a\", key \"key\" is not at /x: something else is there already, and stays." };

    [Fact]
    public void Without_secrets_nothing_is_said()
    {
        var status = Status(Some.Environment(), Some.RunningPod(Some.Environment()));
        Assert.Null(status.Secrets);
        Assert.Null(status.Devcontainer!.SecretsInSync);
    }

    [Fact]
    public void What_is_where_it_shall_be_is_ready()
    {
        var environment = Environment();
        var status = Status(environment, Some.RunningPod(environment), dev: [Ready]);
        var secret = Assert.Single(status.Secrets!);
        Assert.Equal(("a", "Ready", "of-a", "1", null, null), (secret.Id, secret.Phase, secret.SecretName, secret.Session, secret.FailureMessage, secret.WarningMessage));
        Assert.True(status.Devcontainer!.SecretsInSync);
        Assert.Null(status.WarningMessage);
    }

    [Fact]
    public void It_is_ready_when_the_dev_container_has_them_and_not_when_the_init_container_has_seen_them()
    {
        var environment = Environment();
        var seen = new V1alpha1Environment { Metadata = environment.Metadata, Spec = environment.Spec, Status = Status(environment, Starting(environment), init: [Ready]) };

        var status = Status(seen, Some.RunningPod(environment));

        Assert.Equal(("Running", "Initializing", "Initializing"), (status.Phase, Reason(status), status.Secrets!.Single().Phase));
        Assert.Equal("Running", Reason(Status(seen, Some.RunningPod(environment), dev: [Ready])));
        // What cannot be put in its place is said, and not waited for.
        Assert.Equal("Running", Reason(Status(seen, Some.RunningPod(environment), dev: [Failed])));
    }

    [Fact]
    public void What_is_missing_keeps_the_environment_from_starting_and_is_named()
    {
        var environment = Environment();
        var status = Status(environment, Starting(environment), init: [Missing]);
        Assert.Equal("Initializing", status.Secrets!.Single().Phase);
        var ready = status.Conditions.Single(condition => condition.Type == "Ready");
        Assert.Equal(("False", "SecretMissing"), (ready.Status, ready.Reason));
        Assert.Contains("Secret \"of-a\", key \"key\"", ready.Message, StringComparison.Ordinal);
        // It may come any moment.
        Assert.Equal("False", status.Conditions.Single(condition => condition.Type == "Stalled").Status);

        Assert.Equal("Starting", Reason(Status(environment, Starting(environment), init: [Ready])));
    }

    [Fact]
    public void What_was_said_of_a_pod_outlives_the_operator()
    {
        var environment = Environment();
        var said = Status(environment, Starting(environment), init: [Missing]);
        var seen = new V1alpha1Environment { Metadata = environment.Metadata, Spec = environment.Spec, Status = said };
        var status = Status(seen, Starting(environment));
        Assert.Equal("SecretMissing", Reason(status));
        Assert.Equal(said.Secrets!.Single(), status.Secrets!.Single());
    }

    [Fact]
    public void A_correction_replaces_a_pod_that_waits()
    {
        var environment = Environment();
        var pod = Starting(environment);
        environment.Spec.Secrets![0].SecretKeyRef.Name = "right";
        Assert.Same(pod, EnvironmentPolicy.Decide(State(environment, pod, init: [Missing])).DeletePod);
        Assert.Null(EnvironmentPolicy.Decide(State(environment, pod, init: [Ready])).DeletePod);
    }

    [Fact]
    public void What_is_optional_may_be_missing()
    {
        var environment = Environment(secret => secret.SecretKeyRef.Optional = true);
        Assert.Equal("Starting", Reason(Status(environment, Starting(environment), init: [Missing])));
        var status = Status(environment, Some.RunningPod(environment), dev: [Missing]);
        Assert.Equal("Unavailable", status.Secrets!.Single().Phase);
        Assert.Contains("optional", status.Secrets!.Single().WarningMessage, StringComparison.Ordinal);
        Assert.True(status.Devcontainer!.SecretsInSync);
    }

    [Fact]
    public void What_goes_or_cannot_be_placed_is_a_warning_and_the_environment_runs()
    {
        var environment = Environment();
        foreach (var report in (SecretReport[])[Missing, Failed])
        {
            var status = Status(environment, Some.RunningPod(environment), dev: [report]);
            Assert.Equal("Running", Reason(status));
            Assert.Equal("Failed", status.Secrets!.Single().Phase);
            Assert.Contains(status.Secrets!.Single().FailureMessage!, Assert.Single(status.WarningMessage!), StringComparison.Ordinal);
            Assert.False(status.Devcontainer!.SecretsInSync);
        }
    }

    [Fact]
    public void A_changed_list_counts_from_the_next_start()
    {
        var environment = Environment();
        var pod = Some.RunningPod(environment);
        var before = new V1alpha1Environment { Metadata = environment.Metadata, Spec = environment.Spec with { Secrets = [Secret("a", one => (one.EnvironmentVariable, one.Session) = ("B", "2"))] }, Status = Status(environment, pod, dev: [Ready]) };
        var status = Status(before, pod, dev: [Ready]);
        var secret = status.Secrets!.Single();
        Assert.Equal(("Unavailable", "1"), (secret.Phase, secret.Session));
        Assert.Contains("next start", secret.WarningMessage, StringComparison.Ordinal);
        Assert.False(status.Devcontainer!.SecretsInSync);
        Assert.Null(EnvironmentPolicy.Decide(State(before, pod, dev: [Ready])).DeletePod);
    }

    [Fact]
    public void Services_that_run_with_older_values_are_named()
    {
        var environment = Environment();
        var state = State(environment, Some.RunningPod(environment), dev: [Ready], stale: ["web"]);
        var status = EnvironmentHealth.Of(state, EnvironmentPolicy.Decide(state));
        Assert.False(status.Devcontainer!.SecretsInSync);
        Assert.Contains("web", Assert.Single(status.WarningMessage!), StringComparison.Ordinal);
    }

    [Fact]
    public void Each_that_nothing_finds_says_why()
    {
        var environment = Some.Environment(e => e.Spec.Secrets =
        [
            Secret("api", secret => secret.ApiOnly = true),
            Secret("mine", secret => (secret.EnvironmentVariable, secret.Scope) = ("A", SecretScopes.User)),
            Secret("theirs", secret => (secret.EnvironmentVariable, secret.Scope) = ("A", SecretScopes.Project)),
            Secret("registry", secret => (secret.ContainerRegistryBasicAuthHost, secret.SecretKeyRef.Key) = ("h", ".dockerconfigjson")),
        ]);
        var status = Status(environment, Some.RunningPod(environment), dev: [new SecretReport { Id = "mine", Ready = true }]);
        Assert.Equal(["Unavailable", "Ready", "Unavailable", "Ready"], status.Secrets!.Select(secret => secret.Phase));
        Assert.Contains("mine", status.Secrets![2].WarningMessage, StringComparison.Ordinal);
        Assert.Equal(["Creating", "Unavailable"], ((string[])["Running", "Stopped"]).Select(phase => Status(With(environment, phase), null).Secrets![1].Phase));
    }

    private static V1alpha1Environment With(V1alpha1Environment environment, string phase) => new() { Metadata = environment.Metadata, Spec = environment.Spec with { DesiredPhase = phase } };

    private static V1alpha1Environment Environment(Action<SecretSpec>? change = null) => Some.Environment(e => e.Spec.Secrets =
    [
        Secret("a", secret =>
        {
            (secret.EnvironmentVariable, secret.Session) = ("A", "1");
            change?.Invoke(secret);
        }),
    ]);

    private static V1Pod Starting(V1alpha1Environment environment) => Some.Pod(environment, change: pod => pod.Status.InitContainerStatuses = [Some.Init(new() { Running = new() })]);

    private static string Reason(EnvironmentStatus status) => status.Conditions.Single(condition => condition.Type == "Ready").Reason;

    private static EnvironmentStatus Status(V1alpha1Environment environment, V1Pod? pod, SecretReport[]? init = null, SecretReport[]? dev = null)
    {
        var state = State(environment, pod, init, dev);
        return EnvironmentHealth.Of(state, EnvironmentPolicy.Decide(state));
    }

    private static EnvironmentState State(V1alpha1Environment environment, V1Pod? pod, SecretReport[]? init = null, SecretReport[]? dev = null, string[]? stale = null) => Some.State(environment, pod) with
    {
        Init = init is null ? null : new SupervisorReport(new Report { Container = "content", Secrets = new() { Secrets = { init } } }, true, Some.Now),
        Observation = dev is null ? Operator.Activity.Observation.None : Operator.Activity.Observation.None with { Secrets = new() { Secrets = { dev }, StaleServices = { stale ?? [] } } },
    };
}
