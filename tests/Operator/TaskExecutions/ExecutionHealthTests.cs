using System.Text.Json;
using Environs.Crds;
using Environs.Operator.Automations;
using Environs.Operator.TaskExecutions;
using Environs.Operator.Tests.Automations;
using Environs.Protocol.Supervision;

namespace Environs.Operator.Tests.TaskExecutions;

public sealed class ExecutionHealthTests
{
    private static readonly V1alpha1Task[] Tasks = [Work.Task("task", "left", "right"), Work.Task("left"), Work.Task("right"), Work.Task("seed", "db")];

    [Fact]
    public void It_goes_from_its_plan_through_its_groups_to_its_end()
    {
        var begun = Next(null);
        Assert.Equal(("Running", "pod-uid", "demo", "Manual"), (begun.Phase, begun.PodUid, begun.Environment, begun.StartedBy));
        Assert.Equal(["left", "right"], Current(begun));
        var half = Next(begun, Step("left", StepPhase.Succeeded), Step("right", StepPhase.Running));
        Assert.Equal(["right"], Current(half));
        var ready = Next(half, Step("right", StepPhase.Succeeded));
        Assert.Equal(["task"], Current(ready));
        var done = Next(ready, Step("task", StepPhase.Succeeded));
        Assert.Equal(("Succeeded", 3), (done.Phase, done.Steps!.Count));
        Assert.NotNull(done.CompletedAt);
        Assert.Same(done, Next(done, Step("task", StepPhase.Failed)));
    }

    [Fact]
    public void What_depends_on_a_failed_step_does_not_run_and_the_rest_goes_on()
    {
        var begun = Next(Next(null), Step("left", StepPhase.Failed, "Exit code 1."), Step("right", StepPhase.Running));
        Assert.Equal(("Running", "right"), (begun.Phase, Assert.Single(Current(begun))));
        var done = Next(begun, Step("right", StepPhase.Succeeded));
        Assert.Equal(("Failed", "Step \"left\" failed: Exit code 1."), (done.Phase, done.FailureMessage));
        Assert.DoesNotContain(done.Steps!, step => step.Id == "task");
    }

    [Theory]
    [InlineData(StepPhase.Stopped, "Stopped")]
    [InlineData(StepPhase.Failed, "Failed")]
    [InlineData(StepPhase.Succeeded, "Stopped")]
    public void Stopped_it_waits_for_what_runs_and_begins_nothing(StepPhase end, string phase)
    {
        var begun = Next(Next(null), Step("left", StepPhase.Running));
        var stopping = Stop(begun, Step("left", StepPhase.Running));
        Assert.Equal(("Running", null), (stopping.Phase, stopping.CompletedAt));
        Assert.Equal(phase, Stop(stopping, Step("left", end)).Phase);
    }

    [Fact]
    public void Stopped_it_waits_also_for_what_was_not_recorded_to_run() => Assert.Null(Stop(Next(null), Step("left", StepPhase.Running)).CompletedAt);

    [Fact]
    public void Stopped_it_does_not_wait_for_a_service()
    {
        var service = Work.Service("db");
        var begun = Of("seed", null, service);
        Assert.Equal("Running", begun.Phase);
        Assert.Equal("Stopped", Of("seed", begun, service, stop: true).Phase);
    }

    [Fact]
    public void Stopped_before_its_plan_it_is_over_at_once() => Assert.Equal(("Stopped", true), (Stop(null).Phase, Stop(null).Plan is null));

    [Fact]
    public void A_service_that_runs_already_is_done_with_the_plan_for_nothing_else_would_wake_it()
    {
        var service = Work.Service("db", one => one.Status = new() { Phase = "Running", Container = Work.Container, Output = new Dictionary<string, string> { ["PORT"] = "1" } });
        var begun = Of("seed", null, service);
        Assert.Equal(("Succeeded", "1"), (begun.Steps![0].Phase, begun.Steps[0].Output!["PORT"]));
        Assert.Equal(["seed"], Current(begun));
    }

    [Fact]
    public void A_service_that_ran_in_another_container_is_none_that_runs() =>
        Assert.Equal("Running", Of("seed", null, Work.Service("db", one => one.Status = new() { Phase = "Running", Container = "pod-uid/c0" })).Steps![0].Phase);

    [Theory]
    [InlineData("run-uid", "Failed")]
    [InlineData("other", "Running")]
    public void A_service_that_failed_when_this_execution_had_asked_for_it_fails_the_step(string by, string phase) =>
        Assert.Equal(phase, Of("seed", null, Work.Service("db", one => one.Status = new() { Phase = "Failed", Container = Work.Container, RequestedBy = by })).Phase);

    [Theory]
    [InlineData("run-uid", "Failed")]
    [InlineData("other", "Running")]
    public void A_service_that_ended_before_it_was_ready_fails_the_step_of_who_asked_for_it(string by, string phase)
    {
        var begun = Of("seed", null, Work.Service("db", one => one.Status = new() { Phase = "Starting", Container = Work.Container, RequestedBy = by }));
        Assert.Equal("Running", begun.Phase);
        Assert.Equal(phase, Of("seed", begun, Work.Service("db", one => one.Status = new() { Phase = "Stopped", Container = Work.Container, RequestedBy = by })).Phase);
    }

    [Fact]
    public void A_service_that_is_gone_or_shall_not_run_fails_the_step()
    {
        var begun = Of("seed", null, Work.Service("db"));
        Assert.Equal("Step \"db\" failed: The service is gone.", Of("seed", begun, Work.Service("another")).FailureMessage);
        Assert.Contains("desiredPhase is Stopped", Of("seed", begun, Work.Service("db", one => one.Spec.DesiredPhase = "Stopped")).FailureMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void A_task_without_a_command_succeeds_when_what_it_depends_on_has()
    {
        var tasks = new[] { Work.Task("task", "left"), Work.Task("left") };
        tasks[0].Spec.Command = null;
        var state = State(null, []) with { Task = tasks[0], Scope = new AutomationScope([], tasks) };
        var begun = ExecutionHealth.Of(state);
        var done = ExecutionHealth.Of(state with { Execution = Work.Execution(status: begun), Container = Work.Running(Step("left", StepPhase.Succeeded)) });
        Assert.Equal(("Succeeded", 2), (done.Phase, done.Steps!.Count));
    }

    [Fact]
    public void With_its_pod_it_is_lost()
    {
        var begun = Next(Next(null), Step("left", StepPhase.Running));
        foreach (var container in (WorkContainer?[])[null, new("next-pod", "next-pod/c", new Report())])
        {
            var lost = ExecutionHealth.Of(State(begun, []) with { Container = container });
            Assert.Equal(("Failed", "PodLost", "Failed"), (lost.Phase, Reason(lost), lost.Steps![0].Phase));
        }
    }

    // A container that is told to end stops what runs in it, which nobody has asked of the execution.
    [Theory]
    [InlineData(StepPhase.Lost)]
    [InlineData(StepPhase.Stopped)]
    public void With_its_supervisor_it_is_lost(StepPhase told)
    {
        var lost = Next(Next(Next(null), Step("left", StepPhase.Running), Step("right", StepPhase.Running)), Step("left", told), Step("right", StepPhase.Running));
        Assert.Equal(("Failed", "SupervisorLost"), (lost.Phase, Reason(lost)));
        Assert.All(lost.Steps!, step => Assert.Equal("Failed", step.Phase));
    }

    [Fact]
    public void A_step_that_only_says_what_a_lost_one_would_is_a_failed_one()
    {
        var failed = Next(Next(null), Step("left", StepPhase.Failed, ExecutionSteps.SupervisorLost), Step("right", StepPhase.Succeeded));
        Assert.Equal(("Failed", "StepFailed"), (failed.Phase, Reason(failed)));
    }

    [Theory]
    [InlineData(null, 9, "Pending")]
    [InlineData(null, 10, "Failed")]
    [InlineData("demo", 0, "Failed")]
    public void Without_its_task_it_waits_for_a_while_and_with_its_task_it_goes(string? environment, int minutes, string phase)
    {
        var execution = Work.Execution(status: environment is null ? null : new() { Phase = "Pending", Environment = environment });
        execution.Metadata.CreationTimestamp = Work.Now.UtcDateTime.AddMinutes(-minutes);
        var status = ExecutionHealth.Of(State(null, []) with { Execution = execution, Task = null, Rejection = new(AutomationReasons.TaskNotFound, "There is no Task \"task\" in this namespace.") });
        Assert.Equal((phase, "TaskNotFound"), (status.Phase, Reason(status)));
    }

    [Theory]
    [InlineData(false, "Failed", "DevcontainerRebuilt")]
    [InlineData(true, "Running", "Running")]
    public void With_a_rebuild_ends_what_ran_in_the_dev_container_and_nothing_else(bool isBeside, string phase, string reason)
    {
        var begun = Next(Next(null), Step("left", StepPhase.Running), Step("right", StepPhase.Running));
        foreach (var step in begun.Plan!.SelectMany(group => group.Steps).Where(step => isBeside && step.Id is "left" or "right")) step.RunsOn = new() { Machine = new() };
        var machine = Work.RunningBeside(isBeside ? [Step("left", StepPhase.Running), Step("right", StepPhase.Running)] : []);
        var ending = new WorkContainer("pod-uid", null, null) { IsEnding = true };
        var status = ExecutionHealth.Of(State(begun, []) with { Container = ending, Machine = machine });
        Assert.Equal((phase, reason), (status.Phase, Reason(status)));
    }

    [Theory]
    [InlineData(0, "DevcontainerRebuilt")]
    // Before the step began, which here is 1970.
    [InlineData(-2_000_000_000, "SupervisorLost")]
    public void Who_was_away_during_a_rebuild_knows_it_by_its_time(int rebuilt, string reason)
    {
        var begun = Next(Next(null), Step("left", StepPhase.Running), Step("right", StepPhase.Running));
        var next = Work.Running(Step("left", StepPhase.Lost)) with { Rebuild = new(Work.Now.AddSeconds(rebuilt), "b0", "containerd://0", null) };
        var status = ExecutionHealth.Of(State(begun, []) with { Container = next });
        Assert.Equal(("Failed", reason), (status.Phase, Reason(status)));
    }

    [Fact]
    public void While_its_supervisor_is_not_heard_nothing_changes()
    {
        var begun = Next(Next(null), Step("left", StepPhase.Running));
        Assert.Equal(Json(begun), Json(ExecutionHealth.Of(State(begun, []) with { Container = new("pod-uid", null, null) })));
    }

    [Fact]
    public void A_plan_that_is_too_large_fails_before_anything_runs()
    {
        var tasks = Enumerable.Range(0, 9).Select(i => Work.Task($"t{i}")).Append(Work.Task("task", [.. Enumerable.Range(0, 9).Select(i => $"t{i}")])).ToList();
        foreach (var task in tasks) task.Spec.Command = new string('x', 32768);
        var status = ExecutionHealth.Of(State(null, []) with { Task = tasks[^1], Scope = new AutomationScope([], tasks) });
        Assert.Equal(("Failed", "PlanTooLarge", true), (status.Phase, Reason(status), status.Plan is null));
    }

    [Fact]
    public void Outputs_and_messages_that_would_not_fit_into_an_object_are_left_out()
    {
        var tasks = Enumerable.Range(0, 50).Select(i => Work.Task($"t{i}")).Append(Work.Task("task", [.. Enumerable.Range(0, 50).Select(i => $"t{i}")])).ToList();
        var state = State(null, []) with { Task = tasks[^1], Scope = new AutomationScope([], tasks) };
        var begun = ExecutionHealth.Of(state);
        var reports = Enumerable.Range(0, 50).Select(i =>
        {
            var report = Step($"t{i}", StepPhase.Failed, new string('é', 4096));
            for (var k = 0; k < 50; k++) report.Output[$"K{k}"] = new string('x', 4096);
            return report;
        }).ToArray<object>();
        var status = ExecutionHealth.Of(state with { Execution = Work.Execution(status: begun), Container = Work.Running(reports) });
        Assert.True(Json(status).Length < 1024 * 1024, $"{Json(status).Length}");
        Assert.Equal(1, status.Steps!.Count(step => step.Output is not null));
        Assert.All(status.Steps!, step => Assert.StartsWith("é", step.FailureMessage, StringComparison.Ordinal));
    }

    [Fact]
    public void The_status_that_the_store_has_is_never_changed()
    {
        var begun = Next(Next(null), Step("left", StepPhase.Running));
        var before = Json(begun);
        _ = Next(begun, Step("left", StepPhase.Lost));
        _ = Stop(begun, Step("left", StepPhase.Stopped));
        _ = ExecutionHealth.Of(State(begun, []) with { Container = null });
        Assert.Equal(before, Json(begun));
    }

    [Fact]
    public void It_waits_where_its_task_is_and_runs_where_it_has_begun()
    {
        var waiting = new TaskExecutionStatus { Phase = "Pending", Environment = "another" };
        Assert.Equal("demo", ExecutionHealth.Of(State(waiting, []) with { Container = null }).Environment);
        var begun = Next(null);
        Assert.Equal("demo", ExecutionHealth.Of(State(begun, []) with { Task = null }).Environment);
    }

    private static string Reason(TaskExecutionStatus status) => status.Conditions.Single(condition => condition.Type == AutomationConditions.Finished).Reason;

    private static IEnumerable<string> Current(TaskExecutionStatus status) => ExecutionProgress.Of(Work.Execution(status: status)).Current.Select(step => step.Id);

    private static StepReport Step(string id, StepPhase phase, string message = "") => new()
    {
        Execution = "run-uid",
        Step = id,
        Phase = phase,
        FailureMessage = message,
        StartedAt = 1_700_000_000_000,
        EndedAt = 1_700_000_001_000,
    };

    private static TaskExecutionStatus Next(TaskExecutionStatus? before, params object[] reports) => ExecutionHealth.Of(State(before, reports));

    private static TaskExecutionStatus Stop(TaskExecutionStatus? before, params object[] reports) =>
        ExecutionHealth.Of(State(before, reports) with { Execution = Work.Execution(status: before, desiredPhase: "Stopped") });

    private static TaskExecutionStatus Of(string task, TaskExecutionStatus? before, V1alpha1Service service, bool stop = false) => ExecutionHealth.Of(State(before, []) with
    {
        Execution = Work.Execution(status: before, desiredPhase: stop ? "Stopped" : null),
        Task = Tasks.Single(one => one.Spec.Reference == task),
        Scope = new AutomationScope([service], Tasks),
    });

    private static ExecutionState State(TaskExecutionStatus? before, object[] reports) => new()
    {
        Execution = Work.Execution(status: before),
        Now = Work.Now,
        Task = Tasks[0],
        Environment = Work.Environment(),
        Container = Work.Running(reports),
        Scope = new AutomationScope([], Tasks),
    };

    private static string Json(TaskExecutionStatus status) => JsonSerializer.Serialize(status, CrdsJson.Default.TaskExecutionStatus);
}
