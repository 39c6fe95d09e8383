using Environs.Crds;
using Environs.Operator.Environments;

namespace Environs.Operator.Tests.Environments;

public class EnvironmentEventsTests
{
    private static IEnumerable<string> Reasons(EnvironmentStatus? before, EnvironmentStatus after) => EnvironmentEvents.Between(before, after).Select(news => news.Reason);

    [Fact]
    public void The_way_to_Running_is_told_in_at_most_four_events()
    {
        var environment = Some.Environment(e => e.Spec.Content = new() { Initializer = new() { Specs = [new() { ContextUrl = new() { Url = "https://h/o/r" } }] } });
        var told = new List<string>();
        EnvironmentStatus? before = null;
        foreach (var pod in new[] { Some.Pod(environment, node: null), Some.Pod(environment), Some.RunningPod(environment) })
        {
            var seen = Some.Seen(environment, pod);
            told.AddRange(Reasons(before, seen.Status!));
            before = seen.Status;
        }
        Assert.Equal(["CreatedPod", "ContentReady", "Running"], told);
    }

    [Fact]
    public void Nothing_new_is_told_of_the_same_status()
    {
        var status = Some.Seen(Some.Environment(), Some.RunningPod(Some.Environment())).Status!;
        Assert.Empty(EnvironmentEvents.Between(status, status));
    }

    [Fact]
    public void Trouble_is_told_once_and_recovery_too()
    {
        var environment = Some.Environment();
        var running = Some.Seen(environment, Some.RunningPod(environment)).Status!;
        var troubled = Some.Seen(environment, Some.RunningPod(environment, p => p.Status.ContainerStatuses = [Some.Dev(new() { Waiting = new() { Reason = "ErrImagePull" } })])).Status!;
        Assert.Equal(["ImagePullFailed"], Reasons(running, troubled));
        Assert.Empty(Reasons(troubled, troubled));
        Assert.Equal(["Running"], Reasons(troubled, running));
    }

    [Fact]
    public void A_lost_pod_is_told_with_its_count()
    {
        var before = Some.Seen(Some.Environment(), Some.RunningPod(Some.Environment()));
        var after = Some.Seen(before, null).Status!;
        Assert.Contains("PodDeleted", Reasons(before.Status, after));
    }

    [Fact]
    public void A_refused_trigger_is_told_once_for_each_start()
    {
        Assert.Equal(["TriggerRefused"], Reasons(null, Refused("c1", "over quota, used: 1")));
        Assert.Empty(Reasons(Refused("c1", "over quota, used: 1"), Refused("c1", "over quota, used: 2")));
        Assert.Equal(["TriggerRefused"], Reasons(Refused("c1", "over quota"), Refused("c2", "over quota")));
        Assert.Empty(Reasons(Refused("c1", "over quota"), Refused("c1", null)));

        static EnvironmentStatus Refused(string container, string? why) => new() { Triggers = new() { Container = container, FailureMessage = why } };
    }
}
