using Environs.Crds;
using Environs.Operator.Environments;
using k8s.Models;

namespace Environs.Operator.Tests.Environments;

/// <summary>When the last word of a remote counts, and what makes it void.</summary>
public class RefusalPolicyTests
{
    private static EnvironmentPlan Decide(EnvironmentState state) => EnvironmentPolicy.Decide(state);

    [Fact]
    public void The_last_word_of_a_remote_outlives_a_class_that_is_disabled_meanwhile()
    {
        var environment = Some.Environment(e => e.Spec.Content = new() { Initializer = new() { Specs = [new() { Git = new() { RemoteUri = "https://h/o/r.git" } }] } });
        var refused = Some.Seen(environment, Refused(environment, 5));
        var plan = Decide(Some.State(refused, @class: Some.Class(change: c => c.Spec.Enabled = false)));
        Assert.Equal(refused.Status!.Content!.RefusedRequest, plan.RefusedRequest);
    }

    [Fact]
    public void A_corrected_name_for_commits_is_a_new_request()
    {
        var environment = Some.Environment(e => e.Spec.Content = new() { GitUsername = "a", Initializer = new() { Specs = [new() { Git = new() { RemoteUri = "https://h/o/r.git" } }] } });
        var refused = Some.Seen(environment, Refused(environment, 5));
        refused.Spec.Content!.GitUsername = "b";
        Assert.NotNull(Decide(Some.State(refused)).CreatePod);
    }

    [Fact]
    public void Five_refusals_are_the_last_word_until_the_request_changes()
    {
        var environment = Some.Environment(e => e.Spec.Content = new() { Initializer = new() { Specs = [new() { Git = new() { RemoteUri = "https://h/o/r.git" } }] } });
        var pod = Refused(environment, 5);
        var plan = Decide(Some.State(environment, pod));
        Assert.Same(pod, plan.DeletePod);
        Assert.Equal("ContentRefused", plan.Problem!.Reason);

        var seen = Some.Seen(environment, pod);
        Assert.Null(Decide(Some.State(seen)).CreatePod);
        // The pod takes a moment to go, and meanwhile nothing is forgotten.
        pod.Metadata.DeletionTimestamp = Some.Now.UtcDateTime;
        Assert.Equal(plan.RefusedRequest, Decide(Some.State(seen, pod)).RefusedRequest);
        Assert.Contains("not found", Some.Seen(seen, null).Status!.FailureMessage!.Single(), StringComparison.Ordinal);

        seen.Spec.Content!.Session = "again";
        Assert.NotNull(Decide(Some.State(seen)).CreatePod);
        seen.Spec.Content.Session = null;
        seen.Spec.Content.Initializer!.Specs![0].Git!.RemoteUri = "https://h/o/right.git";
        Assert.NotNull(Decide(Some.State(seen)).CreatePod);
    }

    [Fact]
    public void A_credential_that_is_refused_is_waited_for_in_the_pod_and_another_is_a_new_request()
    {
        var environment = Some.Environment(e =>
        {
            e.Spec.Content = new() { Initializer = new() { Specs = [new() { Git = new() { RemoteUri = "https://h/o/r.git" } }] } };
            e.Spec.Secrets = [new() { Id = "git", GitCredentialHost = "h", SecretKeyRef = new() { Name = "s", Key = "k" } }];
        });
        var pod = Refused(environment, 5);
        var plan = Decide(Some.State(environment, pod));
        Assert.Null(plan.DeletePod);
        Assert.Null(plan.RefusedRequest);
        var seen = Some.Seen(environment, pod);
        Assert.Equal("ContentRefused", seen.Status!.Conditions.Single(condition => condition.Type == "Stalled").Reason);

        // One for another host is none for this.
        environment.Spec.Secrets![0].GitCredentialHost = "other";
        var refused = Some.Seen(environment, Refused(environment, 5));
        Assert.NotNull(refused.Status!.Content!.RefusedRequest);
        Assert.Null(Decide(Some.State(refused)).CreatePod);
        refused.Spec.Secrets![0].Session = "again";
        Assert.NotNull(Decide(Some.State(refused)).CreatePod);
        refused.Spec.Secrets = null;
        Assert.NotNull(Decide(Some.State(refused)).CreatePod);
    }

    [Fact]
    public void Four_refusals_are_tried_again() =>
        Assert.Null(Decide(Some.State(Some.Environment(), Refused(Some.Environment(), 4))).DeletePod);

    private static V1Pod Refused(V1alpha1Environment environment, int refusals) => Some.Pod(environment, change: pod => pod.Status.InitContainerStatuses =
    [
        Some.Init(
            new() { Waiting = new() { Reason = "CrashLoopBackOff" } },
            new() { Terminated = new() { ExitCode = 1, Message = Some.Report(new() { Failure = new() { Message = "repository not found", Refusals = refusals } }) } }),
    ]);
}
