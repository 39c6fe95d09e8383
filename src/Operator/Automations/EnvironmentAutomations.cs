using Environs.Crds;
using Environs.Operator.AutomationsFile;
using Environs.Operator.Cluster;
using Environs.Operator.Environments;
using Environs.Operator.Supervision;
using Environs.Runtime;

namespace Environs.Operator.Automations;

/// <summary>
/// The part of an environment's pass that is about services and tasks: keeps those of the automations file in step with it, runs what the start of
/// a dev container triggers, and tells the supervisor what it shall see to.
/// </summary>
internal sealed class EnvironmentAutomations(
    IStore<V1alpha1Service> services,
    IStore<V1alpha1Task> tasks,
    IStore<V1alpha1TaskExecution> executions,
    DevContainers containers,
    ISupervisors supervisors,
    IResourceWriter writer,
    TimeProvider time)
{
    /// <summary>Acts, and returns the status with its part filled in.</summary>
    public async Task<EnvironmentStatus> ReconcileAsync(V1alpha1Environment environment, EnvironmentStatus status, CancellationToken cancellation)
    {
        var key = ResourceKey.Of(environment.Metadata);
        if (status.Phase is EnvironmentPhases.Deleting || containers.Of(environment) is not { } container) return status;

        if (container.Report?.AutomationsFile is { } file)
        {
            status = status with { AutomationsFile = await ApplyAsync(environment, file, cancellation) };
            if (container.Id is not null && status.Phase == EnvironmentPhases.Running && status.Triggers?.Container != container.Id)
                status = status with { Triggers = await FireAsync(environment, container.Id, cancellation) };
        }
        if (container.Report is not null)
        {
            supervisors.Send(container.PodUid, EnvironmentNames.DevContainer, DesiredWork.Of(
                environment, status.Devcontainer?.RemoteWorkspaceFolder ?? EnvironmentNames.WorkspacesPath, container, AutomationScope.Of(key, services, tasks),
                executions.Indexed(AutomationIndexes.ByEnvironment, AutomationIndexes.Value(key))));
        }
        return status;
    }

    private async Task<AutomationsFileStatus> ApplyAsync(V1alpha1Environment environment, Environs.Protocol.Supervision.AutomationsFile file, CancellationToken cancellation)
    {
        var isSpecified = environment.Spec.AutomationsFile?.AutomationsFilePath is { Length: > 0 };
        var status = new AutomationsFileStatus
        {
            AutomationsFilePresence = file.Path.Length == 0 ? FilePresences.Absent : isSpecified ? FilePresences.Specified : FilePresences.Discovered,
            AutomationsFilePath = EnvironmentFacts.NullIfEmpty(file.Path),
            Phase = ContentPhases.Ready,
            Session = environment.Spec.AutomationsFile?.Session,
        };
        if (file.Problem.Length > 0) return Failed(status, file.Problem);
        // One that is asked for and not there is a mistake; services and tasks are not thrown away for it.
        if (file.Path.Length == 0 && isSpecified) return Failed(status, $"There is no file {environment.Spec.AutomationsFile!.AutomationsFilePath} in the repository.");
        var document = AutomationsFileReader.Read(file.Content.Memory);
        if (document.Errors.Count > 0) return Failed(status, string.Join(" ", document.Errors));

        var value = AutomationIndexes.Value(ResourceKey.Of(environment.Metadata));
        var objects = AutomationObjects.Of(environment, document, services.Indexed(AutomationIndexes.ByEnvironment, value), tasks.Indexed(AutomationIndexes.ByEnvironment, value));
        foreach (var surplus in objects.DeleteServices) await writer.DeleteAsync(Kinds.Service, surplus, null, cancellation);
        foreach (var surplus in objects.DeleteTasks) await writer.DeleteAsync(Kinds.Task, surplus, null, cancellation);
        foreach (var service in objects.ApplyServices) await writer.ApplyAsync(Kinds.Service, service, cancellation);
        foreach (var task in objects.ApplyTasks) await writer.ApplyAsync(Kinds.Task, task, cancellation);
        return status with { WarningMessage = EnvironmentFacts.NullIfEmpty(ContentReports.Clean(string.Join(" ", objects.Warnings))) };
    }

    private static AutomationsFileStatus Failed(AutomationsFileStatus status, string message) =>
        status with { Phase = ContentPhases.Failed, FailureMessage = ContentReports.Clean(message) };

    /// <summary>Makes the executions before it is recorded that they were made: their names see to it that none is made twice.</summary>
    private async Task<TriggersStatus> FireAsync(V1alpha1Environment environment, string container, CancellationToken cancellation)
    {
        var scope = AutomationScope.Of(ResourceKey.Of(environment.Metadata), services, tasks);
        foreach (var execution in TriggeredExecutions.Of(environment, scope, container))
        {
            try
            {
                await writer.CreateAsync(Kinds.TaskExecution, execution, cancellation);
            }
            catch (ResourceConflictException conflict) when (conflict.Reason == "AlreadyExists")
            {
                // An earlier try of this pass made it.
            }
        }
        // The server's clock may be ahead of ours: what is here now was here in time.
        var latest = scope.Services.Select(service => service.Metadata.CreationTimestamp?.ToUniversalTime()).Append(time.GetUtcNow().UtcDateTime).Max()!.Value;
        return new TriggersStatus { Container = container, FiredAt = new DateTime(latest.Ticks - (latest.Ticks % TimeSpan.TicksPerSecond), DateTimeKind.Utc) };
    }
}
