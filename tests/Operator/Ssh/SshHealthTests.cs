using Environs.Crds;
using Environs.Operator.Activity;
using Environs.Operator.Environments;
using Environs.Operator.Ssh;
using Environs.Operator.Tests.Environments;
using Environs.Protocol.Ssh;
using Environs.Protocol.Supervision;
using Environs.Support;
using k8s.Models;

namespace Environs.Operator.Tests.Ssh;

/// <summary>What a status says of SSH keys.</summary>
public sealed class SshHealthTests
{
    private static readonly string Laptop = BadSshKeys.Good[0];
    private static readonly string Desk = BadSshKeys.Good[1];

    [Fact]
    public void Without_keys_nothing_is_said()
    {
        var environment = Some.Environment();
        foreach (var said in (SshReport?[])[null, Serving(Laptop)])
        {
            var status = Status(environment, Some.RunningPod(environment), said);
            Assert.Equal((null, null), (status.SshPublicKeys, status.EnvironmentUrls));
        }
    }

    [Fact]
    public void A_key_that_is_let_in_is_ready_and_the_server_has_an_address()
    {
        var environment = Environment(Laptop, Desk);
        var status = Status(environment, Some.RunningPod(environment), Serving(Laptop));
        Assert.Equal([("a", "Ready", null), ("b", "Initializing", null)], Said(status));
        Assert.Equal($"ssh://dev@{environment.Metadata.Name}.{environment.Metadata.NamespaceProperty}.environs:22022", status.EnvironmentUrls!.Ssh!.Url);
        Assert.Null(status.EnvironmentUrls.Ports);
    }

    [Fact]
    public void Another_value_of_the_same_id_is_another_key()
    {
        var environment = Environment(Desk);
        Assert.Equal([("a", "Initializing", null)], Said(Status(environment, Some.RunningPod(environment), Serving(Laptop))));
    }

    [Fact]
    public void A_server_that_cannot_run_is_said_of_each_key()
    {
        var environment = Environment(Laptop, Desk);
        var status = Status(environment, Some.RunningPod(environment), new SshReport { FailureMessage = "the port is taken" });
        Assert.Equal([("a", "Failed", "the port is taken"), ("b", "Failed", "the port is taken")], Said(status));
        Assert.Null(status.EnvironmentUrls);
    }

    [Fact]
    public void Without_a_pod_nobody_is_let_in()
    {
        var environment = Environment(Laptop);
        Assert.Equal([("a", "Creating", null)], Said(Status(environment, null, null)));
        environment.Spec.DesiredPhase = "Stopped";
        var status = Status(environment, null, null);
        Assert.Equal([("a", "Unavailable", null)], Said(status));
        Assert.Null(status.EnvironmentUrls);
    }

    [Fact]
    public void What_was_said_of_a_pod_outlives_the_operator()
    {
        var environment = Environment(Laptop);
        var pod = Some.RunningPod(environment);
        var before = Status(environment, pod, Serving(Laptop));
        var seen = new V1alpha1Environment { Metadata = environment.Metadata, Spec = environment.Spec, Status = before };
        var status = Status(seen, pod, null);
        Assert.Equal([("a", "Ready", null)], Said(status));
        Assert.Equal(before.EnvironmentUrls, status.EnvironmentUrls);
    }

    [Fact]
    public void A_spec_that_is_not_valid_lets_only_keys_in_that_are()
    {
        var environment = Environment(Laptop, "ssh-ed25519 AAAA*", $"command=\"x\" {Desk}\n{Desk}", Laptop);
        environment.Spec.SshPublicKeys!.Add(null!);
        Assert.Equal([Laptop], SshHealth.Keys(environment));
        Assert.Null(Status(environment, Some.RunningPod(environment), null).SshPublicKeys);
    }

    private static SshReport Serving(params string[] keys) => new() { User = "dev", Port = 22022, Fingerprints = { keys.Select(key => PublicKeyText.Fingerprint(key)!) } };

    private static V1alpha1Environment Environment(params string[] keys) =>
        Some.Environment(one => one.Spec.SshPublicKeys = [.. keys.Select((key, i) => new SshPublicKey { Id = ((char)('a' + i)).ToString(), Value = key })]);

    private static IEnumerable<(string, string?, string?)> Said(EnvironmentStatus status) => status.SshPublicKeys!.Select(key => (key.Id, key.Phase, key.FailureMessage));

    private static EnvironmentStatus Status(V1alpha1Environment environment, V1Pod? pod, SshReport? said)
    {
        var state = Some.State(environment, pod) with { Observation = Observation.None with { Ssh = said } };
        return EnvironmentHealth.Of(state, EnvironmentPolicy.Decide(state));
    }
}
