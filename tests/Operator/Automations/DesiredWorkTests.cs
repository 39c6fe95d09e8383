using Environs.Crds;
using Environs.Operator.Automations;

namespace Environs.Operator.Tests.Automations;

public sealed class DesiredWorkTests
{
    private static readonly AutomationScope Scope = new([], []);

    [Fact]
    public void Of_too_many_steps_those_that_run_stay_and_the_rest_waits()
    {
        var executions = Enumerable.Range(0, 3).Select(i => Execution(i, 100, "run", running: i == 2)).ToList();
        var steps = DesiredWork.Beside(WorkPlace.Dev, "/w", Work.Running(), Scope, executions).Steps;
        Assert.Equal(200, steps.Count);
        Assert.Equal(["2", "0"], steps.Select(step => step.Execution).Distinct());
    }

    [Fact]
    public void Of_steps_that_are_too_large_for_one_message_the_rest_waits()
    {
        var executions = Enumerable.Range(0, 20).Select(i => Execution(i, 8, new string('x', 32000), running: false)).ToList();
        var steps = DesiredWork.Beside(WorkPlace.Dev, "/w", Work.Running(), Scope, executions).Steps;
        Assert.InRange(steps.Sum(step => step.CalculateSize()), 4_100_000, 4 * 1024 * 1024);
    }

    [Fact]
    public void Steps_of_another_pod_and_of_what_is_over_are_not_desired()
    {
        var (other, over) = (Execution(0, 1, "run", running: false), Execution(1, 1, "run", running: true));
        other.Status!.PodUid = "other";
        over.Status!.CompletedAt = Work.Now.UtcDateTime;
        Assert.Empty(DesiredWork.Beside(WorkPlace.Dev, "/w", Work.Running(), Scope, [other, over]).Steps);
    }

    private static V1alpha1TaskExecution Execution(int number, int steps, string command, bool running)
    {
        var plan = Enumerable.Range(0, steps).Select(i => new PlanStep { Id = $"s{i}", Label = $"s{i}", Command = command }).ToList();
        var execution = Work.Execution(status: new()
        {
            PodUid = "pod-uid",
            StartedAt = Work.Now.UtcDateTime.AddSeconds(number),
            Plan = [new PlanGroup { Steps = plan }],
            Steps = running ? [.. plan.Select(step => new StepStatus { Id = step.Id, Phase = "Running" })] : null,
        });
        execution.Metadata.Uid = $"{number}";
        return execution;
    }
}
