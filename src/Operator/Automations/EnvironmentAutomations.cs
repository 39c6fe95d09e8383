using Environs.Crds;
using Environs.Operator.Activity;
using Environs.Operator.AutomationsFile;
using Environs.Operator.Devcontainers;
using Environs.Operator.Docker;
using Environs.Operator.Environments;
using Environs.Operator.Secrets;
using Environs.Operator.Supervision;
using Environs.Protocol.Supervision;
using Environs.Runtime;
using Microsoft.Extensions.Options;

namespace Environs.Operator.Automations;

/// <summary>
/// The part of an environment's pass that is about services and tasks: keeps those of the automations file in step with it, runs what the start of
/// a dev container triggers, and tells the supervisor what it shall see to.
/// </summary>
internal sealed class EnvironmentAutomations(
    IStore<V1alpha1Service> services,
    IStore<V1alpha1Task> tasks,
    IStore<V1alpha1TaskExecution> executions,
    WorkContainers containers,
    AutomationsFileKeeper file,
    DockerPods docker,
    ISupervisors supervisors,
    StartTriggers triggers,
    IOptions<OperatorOptions> options)
{
    /// <summary>Acts, and returns the status with its part filled in, and when to try again what was refused.</summary>
    public async Task<(EnvironmentStatus Status, TimeSpan? LookAgain)> ReconcileAsync(
        V1alpha1Environment environment, EnvironmentStatus status, DevcontainerState devcontainer, DevcontainerRebuild rebuild, ActivityDesires activity, CancellationToken cancellation)
    {
        if (status.Phase is EnvironmentPhases.Deleting)
        {
            triggers.Forget(environment);
            return (status, null);
        }
        var found = containers.Of(environment, WorkPlace.Dev);
        await docker.SweepAsync(environment, found?.PodUid, cancellation);
        if (found is not { } container) return (status, null);
        try
        {
            // With the status that says Running, and so in one write with it.
            if (status.Phase != EnvironmentPhases.Running || container.Report?.AutomationsFile is not { } said || !IsAnswer(said, environment, status)) return (status, null);
            var (fileStatus, isSeen, isRefused) = await file.KeepAsync(environment, said, cancellation);
            status = status with { AutomationsFile = fileStatus };
            TimeSpan? lookAgain = isRefused ? options.Value.RefusalDelay : null;
            // A store that has not seen yet what was made just now would leave it out of the start; it wakes us when it has.
            if (!isSeen || container.Id is null) return (status, lookAgain);
            var scope = AutomationScope.Of(ResourceKey.Of(environment.Metadata), services, tasks);
            var (fired, later) = await triggers.FireAsync(environment, scope, container.Id, status.Triggers, cancellation);
            return (status with { Triggers = fired }, new[] { lookAgain, later }.Min());
        }
        finally
        {
            // Also when something of the above is refused: what runs must go on to be told what to do.
            Send(environment, status, devcontainer, rebuild, activity, container);
        }
    }

    /// <summary>What variables of an environment's services and tasks name of Secrets, where those run in its own pod.</summary>
    public IReadOnlyList<SecretKeyReference> References(ResourceKey environment)
    {
        var scope = AutomationScope.Of(environment, services, tasks);
        return
        [
            .. scope.Services.Where(service => WorkPlace.Of(service.Spec.RunsOn) != WorkPlace.Docker).SelectMany(service => SecretProjection.References(service.Spec.Env)),
            .. scope.Tasks.Where(task => WorkPlace.Of(task.Spec.RunsOn) != WorkPlace.Docker).SelectMany(task => SecretProjection.References(task.Spec.Env)),
        ];
    }

    // What was found elsewhere, before the spec or the clone's place changed, says nothing of the file that is meant now.
    private static bool IsAnswer(Environs.Protocol.Supervision.WorkspaceFile said, V1alpha1Environment environment, EnvironmentStatus status) =>
        said.Folder == ContentFolder(status) && said.LookedFor.SequenceEqual(DesiredWork.AutomationsPaths(environment), StringComparer.Ordinal);

    private static string ContentFolder(EnvironmentStatus status) => status.Content?.ContentLocationInMachine ?? EnvironmentNames.WorkspacesPath;

    private void Send(V1alpha1Environment environment, EnvironmentStatus status, DevcontainerState devcontainer, DevcontainerRebuild rebuild, ActivityDesires activity, WorkContainer dev)
    {
        var key = ResourceKey.Of(environment.Metadata);
        var (scope, open, folder) = (AutomationScope.Of(key, services, tasks), executions.Indexed(AutomationIndexes.ByEnvironment, AutomationIndexes.Value(key)), ContentFolder(status));
        var machine = containers.Of(environment, WorkPlace.Machine);
        var inPods = docker.Services(environment);
        Send(WorkPlace.Dev, dev, () => activity.In(rebuild.In(environment, DesiredWork.Of(environment, folder, devcontainer, dev, scope, open, In(machine, inPods))), hasGit: false));
        if (machine is not null)
            Send(WorkPlace.Machine, machine, () => activity.In(rebuild.In(environment, DesiredWork.Beside(WorkPlace.Machine, folder, machine, scope, open, In(dev, inPods))), hasGit: true));
    }

    private static HashSet<string> In(WorkContainer? container, IEnumerable<string> inPods) => [.. inPods, .. container?.Report?.Services.Select(service => service.Id) ?? []];

    private void Send(WorkPlace place, WorkContainer container, Func<Desired> desired)
    {
        if (container.Report is { } report) supervisors.Send(container.PodUid, place.Container, desired(), report.Boot);
    }
}
