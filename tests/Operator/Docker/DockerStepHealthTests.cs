using Environs.Crds;
using Environs.Operator.Docker;
using Environs.Operator.TaskExecutions;
using Environs.Operator.Tests.Automations;
using Environs.Protocol.Supervision;
using k8s.Models;

namespace Environs.Operator.Tests.Docker;

/// <summary>An execution whose one step has a pod of its own, from one status to the next.</summary>
public sealed class DockerStepHealthTests
{
    private readonly V1alpha1Task task = Work.Task("task");
    private readonly V1alpha1TaskExecution execution = Work.Execution();

    public DockerStepHealthTests() => task.Spec.RunsOn = new() { Docker = new() { Image = "alpine" } };

    [Fact]
    public void It_begins_with_its_pod_and_ends_as_that_says()
    {
        var begun = Next();
        Assert.Equal(("Running", null), Step(begun));
        Assert.Equal(("Running", "pod-1"), Step(Next(Pod())));
        Assert.Equal(("Running", "pod-1"), Step(Next(Pod(StepPhase.Running))));
        var done = Next(Pod(StepPhase.Succeeded));
        Assert.Equal(("Succeeded", "pod-1", "Succeeded"), (done.Steps![0].Phase, done.Steps[0].PodUid, done.Phase));
    }

    [Fact]
    public void What_another_container_says_of_it_does_not_count()
    {
        var step = new StepReport { Execution = execution.Metadata.Uid, Step = "task", Phase = StepPhase.Succeeded };
        execution.Status = ExecutionHealth.Of(State(null));
        Assert.Equal("Running", ExecutionHealth.Of(State(null) with { Container = Work.Running(step), Machine = Work.Running(step) }).Phase);
    }

    [Fact]
    public void A_dev_container_that_is_rebuilt_ends_nothing_beside_it()
    {
        Next();
        Next(Pod(StepPhase.Running));
        execution.Status = ExecutionHealth.Of(State(Pod(StepPhase.Running)) with { Container = Work.Running() with { Id = null, Report = null, IsEnding = true } });
        Assert.Equal(("Running", "pod-1"), Step(execution.Status));
        Assert.Equal("Succeeded", Next(Pod(StepPhase.Succeeded)).Phase);
    }

    [Theory]
    [InlineData("gone")]
    [InlineData("ended")]
    [InlineData("another")]
    [InlineData("deleted")]
    public void Without_its_pod_it_has_failed_and_is_never_run_again(string what)
    {
        Next();
        Next(Pod(StepPhase.Running));
        var failed = Next(what switch
        {
            "gone" => null,
            "ended" => Pod(StepPhase.Running, change: pod => pod.Status = new() { Phase = "Failed", Reason = "Evicted", Message = "too much memory" }),
            "another" => Pod(StepPhase.Running, change: pod => pod.Metadata.Uid = "pod-2"),
            _ => Pod(StepPhase.Stopped, change: pod => pod.Metadata.DeletionTimestamp = DateTime.UnixEpoch),
        });
        Assert.Equal(("Failed", "Failed"), (failed.Phase, failed.Steps![0].Phase));
        Assert.Contains("pod", failed.FailureMessage);
    }

    [Theory]
    [InlineData(null, "Stopped")]
    [InlineData(StepPhase.Stopped, "Stopped")]
    [InlineData(StepPhase.Failed, "Failed")]
    public void Stopped_it_ends_as_its_supervisor_says_and_at_once_where_there_is_none(StepPhase? phase, string expected)
    {
        Next();
        Next(Pod());
        execution.Spec.DesiredPhase = DesiredPhases.Stopped;
        if (phase is not null) Assert.Equal("Running", Next(Pod(StepPhase.Running)).Phase);
        Assert.Equal(expected, Next(Pod(phase)).Phase);
    }

    private static (string?, string?) Step(TaskExecutionStatus status) => (status.Steps!.Single().Phase, status.Steps!.Single().PodUid);

    private TaskExecutionStatus Next(DockerPod? pod = null) => execution.Status = ExecutionHealth.Of(State(pod));

    private ExecutionState State(DockerPod? pod) => new()
    {
        Execution = execution,
        Now = Work.Now,
        Task = task,
        Environment = Work.Environment(),
        Scope = new([], [task]),
        Container = Work.Running(),
        Docker = pod is null ? new Dictionary<string, DockerPod>() : new Dictionary<string, DockerPod> { ["task"] = pod },
    };

    private DockerPod Pod(StepPhase? phase = null, Action<V1Pod>? change = null)
    {
        var pod = new V1Pod { Metadata = new() { Name = "a-pod", Uid = "pod-1" }, Spec = new(), Status = new() { Phase = "Running" } };
        change?.Invoke(pod);
        var report = phase is null ? null : new Report { Steps = { new StepReport { Execution = execution.Metadata.Uid, Step = "task", Phase = phase.Value, StartedAt = 1000, EndedAt = 2000 } } };
        return new DockerPod(pod, report);
    }
}
