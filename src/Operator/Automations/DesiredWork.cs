using Environs.Crds;
using Environs.Operator.Devcontainers;
using Environs.Operator.Environments;
using Environs.Operator.Secrets;
using Environs.Operator.Services;
using Environs.Operator.Ssh;
using Environs.Operator.TaskExecutions;
using Environs.Protocol.Supervision;

namespace Environs.Operator.Automations;

/// <summary>What the supervisor of a container shall see to: the whole of it, each time. Pure.</summary>
internal static class DesiredWork
{
    // With the services fewer than a report may hold, and more than a container can run at once.
    private const int MostSteps = 200;

    // With the definitions less than a supervisor takes in one message.
    private const int LargestSteps = 4 * 1024 * 1024;

    private static readonly string[] UsualPaths = [".ona/automations.yaml", ".gitpod/automations.yaml"];

    public static Desired Of(
        V1alpha1Environment environment, string contentFolder, DevcontainerState devcontainer, WorkContainer container, AutomationScope scope, IEnumerable<V1alpha1TaskExecution> executions,
        IReadOnlySet<string>? elsewhere = null)
    {
        var desired = Units(WorkPlace.Dev, container, scope, executions, elsewhere);
        desired.ContentFolder = contentFolder;
        desired.WorkspaceFolder = EnvironmentFacts.NullIfEmpty(devcontainer.Lifecycle?.WorkspaceFolder) ?? devcontainer.File?.WorkspaceFolder ?? contentFolder;
        desired.Devcontainer = devcontainer.File is { } file ? DevcontainerDesires.OfDev(environment, file) : null;
        desired.DevcontainerPaths.AddRange(DevcontainerDesires.Paths(environment));
        desired.AutomationsPaths.AddRange(AutomationsPaths(environment));
        desired.SshKeys.AddRange(SshHealth.Keys(environment));
        return desired;
    }

    /// <summary>For a place that is not the dev container: it has its own user, and another workspace folder would not be there.</summary>
    public static Desired Beside(
        WorkPlace place, string contentFolder, WorkContainer container, AutomationScope scope, IEnumerable<V1alpha1TaskExecution> executions, IReadOnlySet<string>? elsewhere = null)
    {
        var desired = Units(place, container, scope, executions, elsewhere);
        (desired.ContentFolder, desired.WorkspaceFolder) = (contentFolder, contentFolder);
        return desired;
    }

    // One that is moved runs in one place at a time: while another supervisor has not ended it, it is elsewhere.
    private static Desired Units(
        WorkPlace place, WorkContainer container, AutomationScope scope, IEnumerable<V1alpha1TaskExecution> executions, IReadOnlySet<string>? elsewhere)
    {
        var desired = new Desired();
        desired.Services.AddRange(scope.Services
            .Where(service => WorkPlace.Of(service.Spec.RunsOn) == place)
            .OrderBy(service => service.Spec.Reference, StringComparer.Ordinal).Select(service => Service(service, container, elsewhere?.Contains(service.Metadata.Uid) == true)));
        // What runs stays, whatever comes; the rest waits its turn.
        desired.Steps.AddRange(Fitting(executions
            .Where(execution => execution.Status?.PodUid == container.PodUid)
            .OrderBy(execution => execution.Status!.StartedAt).ThenBy(execution => execution.Metadata.Uid, StringComparer.Ordinal)
            .SelectMany(execution => ExecutionProgress.Of(execution).Current
                .Where(step => step.Command is not null && WorkPlace.Of(step.RunsOn) == place).Select(step => (Execution: execution, Step: step)))
            .OrderByDescending(one => one.Execution.Status!.Steps?.Any(known => known.Id == one.Step.Id) == true)
            .Take(MostSteps)
            .Select(one => Step(one.Execution, one.Step))));
        return desired;
    }

    private static IEnumerable<DesiredStep> Fitting(IEnumerable<DesiredStep> steps)
    {
        var size = 0;
        return steps.TakeWhile(step => size == 0 | (size += step.CalculateSize()) <= LargestSteps);
    }

    /// <summary>Where the environment's automations file may lie, below the clone.</summary>
    public static IReadOnlyList<string> AutomationsPaths(V1alpha1Environment environment) =>
        environment.Spec.AutomationsFile?.AutomationsFilePath is { Length: > 0 } path ? [path] : UsualPaths;

    private static DesiredService Service(V1alpha1Service service, WorkContainer container, bool isElsewhere) => Service(
        service, ServiceRequest.Token(service.Spec, ServiceRequest.InPod(service, container.PodUid)?.By), !isElsewhere && ServiceRequest.IsRunWanted(service, container));

    /// <summary>A service, for the supervisor of whichever place it runs in.</summary>
    public static DesiredService Service(V1alpha1Service service, string session, bool run)
    {
        var desired = new DesiredService
        {
            Id = service.Metadata.Uid,
            Reference = service.Spec.Reference,
            Session = session,
            Run = run,
            Start = service.Spec.Commands.Start,
            Ready = service.Spec.Commands.Ready ?? "",
            Stop = service.Spec.Commands.Stop ?? "",
            ReadinessTimeout = (long)(Durations.Parse(service.Spec.ReadinessTimeout) ?? TimeSpan.Zero).TotalMilliseconds,
        };
        desired.Variables.AddRange(Variables(service.Spec.RunsOn, service.Spec.Env));
        return desired;
    }

    /// <summary>A step, likewise.</summary>
    public static DesiredStep Step(V1alpha1TaskExecution execution, PlanStep step)
    {
        var desired = new DesiredStep
        {
            Execution = execution.Metadata.Uid,
            Step = step.Id,
            Label = step.Id,
            Command = step.Command,
            Stop = ExecutionState.IsStopAsked(execution),
        };
        desired.Variables.AddRange(Variables(step.RunsOn, step.Env));
        return desired;
    }

    // The supervisor lets the last of a name count.
    private static IEnumerable<Variable> Variables(RunsOn? runsOn, IEnumerable<EnvironmentVariable>? variables) =>
        (runsOn?.Docker?.Environment ?? []).Select(assignment => assignment.Split('=', 2)).Select(pair => new Variable { Name = pair[0], Value = pair[1] })
        .Concat((variables ?? []).Select(Variable));

    private static Variable Variable(EnvironmentVariable variable) => variable.ValueFrom?.SecretKeyRef is not { } reference ? new() { Name = variable.Name, Value = variable.Value ?? "" } : new()
    {
        Name = variable.Name,
        Secret = SecretProjection.File(reference),
        SecretName = $"Secret \"{reference.Name}\", key \"{reference.Key}\"",
        Optional = reference.Optional == true,
    };
}
