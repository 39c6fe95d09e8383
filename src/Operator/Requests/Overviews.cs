using Environs.Crds;
using Environs.Operator.Automations;
using Environs.Operator.Services;
using Environs.Operator.Supervision;
using Environs.Operator.Tasks;
using Environs.Protocol.Requests;
using k8s.Models;

namespace Environs.Operator.Requests;

/// <summary>What an environment, its services, its tasks and their runs are now. Pure.</summary>
internal static class Overviews
{
    private const int MostRuns = 100;
    private const int MostRunsWithSteps = 20;
    private const int LongestMessage = 512;

    public static Overview Of(V1alpha1Environment environment, AutomationScope scope, Func<V1alpha1Task, IEnumerable<V1alpha1TaskExecution>> runs)
    {
        var status = environment.Status;
        var overview = new Overview
        {
            Environment = environment.Metadata.Name,
            Namespace = environment.Metadata.NamespaceProperty,
            Phase = status?.Phase ?? "",
            Message = Short(Message(status?.Conditions, EnvironmentConditions.Ready)),
            Class = status?.Machine?.Class ?? environment.Spec.Machine?.Class ?? "",
            AutomationsPath = status?.AutomationsFile?.AutomationsFilePath ?? "",
            AutomationsFailure = status?.AutomationsFile?.FailureMessage ?? "",
            AutomationsWarning = status?.AutomationsFile?.WarningMessage ?? "",
        };
        overview.Services.AddRange(scope.Services.OrderBy(one => one.Spec.Reference, StringComparer.Ordinal).Select(Service));
        overview.Tasks.AddRange(scope.Tasks.OrderBy(one => one.Spec.Reference, StringComparer.Ordinal).Select(task => Task(task, environment, scope)));
        overview.Runs.AddRange(scope.Tasks.SelectMany(task => runs(task).Select(run => (Task: task, Run: run)))
            .OrderByDescending(one => one.Run.Status?.StartedAt ?? one.Run.Metadata.CreationTimestamp).ThenBy(one => one.Run.Metadata.Name, StringComparer.Ordinal)
            .Take(MostRuns).Select((one, index) => Run(one.Run, one.Task, index < MostRunsWithSteps)));
        return overview;
    }

    private static ServiceView Service(V1alpha1Service service) => new()
    {
        Id = service.Metadata.Uid,
        Reference = service.Spec.Reference,
        DisplayName = service.Spec.DisplayName ?? "",
        Phase = service.Status?.Phase ?? "",
        Message = Short(service.Status?.FailureMessage ?? Message(service.Status?.Conditions, AutomationConditions.Ready)),
        Requested = ServiceRequest.Requested(service)?.Phase ?? "",
        Triggers = { service.Spec.TriggeredBy ?? [] },
        Pending = ServiceRequest.Requested(service)?.Value != service.Status?.RequestedPhase?.Value,
    };

    private static TaskView Task(V1alpha1Task task, V1alpha1Environment environment, AutomationScope scope) => new()
    {
        Reference = task.Spec.Reference,
        DisplayName = task.Spec.DisplayName ?? "",
        Problem = Short(TaskProblem.Of(task, environment, scope)?.Message ?? ""),
        DependsOn = { task.Spec.DependsOn ?? [] },
        Triggers = { task.Spec.TriggeredBy ?? [] },
    };

    private static RunView Run(V1alpha1TaskExecution run, V1alpha1Task task, bool hasSteps) => new()
    {
        Id = run.Metadata.Uid,
        Name = run.Metadata.Name,
        Task = task.Spec.Reference,
        Phase = run.Status?.Phase ?? TaskExecutionPhases.Pending,
        Message = Short(run.Status?.FailureMessage ?? Message(run.Status?.Conditions, AutomationConditions.Ready)),
        StartedBy = run.Status?.StartedBy ?? "",
        StartedAt = Milliseconds(run.Status?.StartedAt),
        CompletedAt = Milliseconds(run.Status?.CompletedAt),
        Steps =
        {
            (hasSteps ? run.Status?.Steps ?? [] : []).Select(step => new StepView { Id = step.Id, Phase = step.Phase ?? "", ExitCode = step.ExitCode ?? 0 }),
        },
    };

    private static string Message(IEnumerable<V1Condition>? conditions, string type) => conditions?.FirstOrDefault(one => one.Type == type)?.Message ?? "";

    // Two hundred of each must fit into an answer; status has them whole.
    private static string Short(string text) => ReportText.Cut(text, LongestMessage);

    private static long Milliseconds(DateTime? time) => time is { } at ? new DateTimeOffset(DateTime.SpecifyKind(at, DateTimeKind.Utc)).ToUnixTimeMilliseconds() : 0;
}
