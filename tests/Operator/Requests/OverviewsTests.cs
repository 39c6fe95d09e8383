using Environs.Crds;
using Environs.Operator.Automations;
using Environs.Operator.Requests;
using Environs.Operator.Tests.Automations;

namespace Environs.Operator.Tests.Requests;

public sealed class OverviewsTests
{
    [Fact]
    public void It_has_everything_by_its_reference_and_runs_the_newest_first()
    {
        var service = Work.Service("web", service =>
        {
            service.Metadata.Annotations = new Dictionary<string, string> { ["environs.dev/requested-phase"] = "Stopped@1" };
            service.Status = new ServiceStatus { Phase = "Failed", FailureMessage = "exit code 3" };
        });
        var overview = Overviews.Of(
            Work.Environment(environment => environment.Status!.Phase = "Running"), new AutomationScope([service], [Work.Task("b"), Work.Task("a", "nobody")]),
            task => task.Spec.Reference == "b" ? [Run("old", 1), Run("new", 2)] : []);
        Assert.Equal(("demo", "team", "Running"), (overview.Environment, overview.Namespace, overview.Phase));
        Assert.Equal(("web", "Failed", "exit code 3", "Stopped"), (overview.Services[0].Reference, overview.Services[0].Phase, overview.Services[0].Message, overview.Services[0].Requested));
        Assert.True(overview.Services[0].Pending);
        service.Status!.RequestedPhase = new RequestedPhaseStatus { Value = "Stopped@1", Phase = "Stopped" };
        Assert.False(Overviews.Of(Work.Environment(), new AutomationScope([service], []), _ => []).Services[0].Pending);
        Assert.Equal(["a", "b"], overview.Tasks.Select(task => task.Reference));
        Assert.Contains("\"nobody\"", overview.Tasks[0].Problem, StringComparison.Ordinal);
        Assert.Equal(["new", "old"], overview.Runs.Select(run => run.Name));
        Assert.Equal((3, 60_000), (overview.Runs[0].Steps[0].ExitCode, overview.Runs[0].CompletedAt - overview.Runs[0].StartedAt));
    }

    [Fact]
    public void As_much_as_there_can_be_fits_into_an_answer()
    {
        var text = new string('x', 4096);
        var tasks = Enumerable.Range(0, 200).Select(i => Work.Task(new string('t', 120) + i)).ToList();
        var scope = new AutomationScope([], tasks);
        var overview = Overviews.Of(Work.Environment(), scope, _ => Enumerable.Range(0, 10).Select(i => Run($"{i}", i, 200, text)));
        Assert.Equal(100, overview.Runs.Count);
        Assert.InRange(overview.CalculateSize(), 0, 2 * 1024 * 1024);
    }

    private static V1alpha1TaskExecution Run(string name, int hour, int steps = 1, string? failure = null) => Work.Execution(name, new TaskExecutionStatus
    {
        Phase = "Failed",
        FailureMessage = failure,
        StartedAt = Work.Now.UtcDateTime.AddHours(hour),
        CompletedAt = Work.Now.UtcDateTime.AddHours(hour).AddMinutes(1),
        Steps = [.. Enumerable.Range(0, steps).Select(i => new StepStatus { Id = new string('s', 120) + i, Phase = "Failed", ExitCode = 3 })],
    });
}
