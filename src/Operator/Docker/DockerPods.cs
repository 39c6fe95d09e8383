using System.Net;
using Environs.Crds;
using Environs.Operator.Automations;
using Environs.Operator.Cluster;
using Environs.Operator.Environments;
using Environs.Operator.Supervision;
using Environs.Protocol.Supervision;
using Environs.Runtime;
using k8s.Models;
using Microsoft.Extensions.Options;

namespace Environs.Operator.Docker;

/// <summary>Finds, makes and deletes the pods that services and steps have of their own, and tells their supervisors what to see to.</summary>
internal sealed class DockerPods(
    IStore<V1Pod> pods,
    IStore<V1alpha1Service> services,
    IStore<V1alpha1TaskExecution> executions,
    ISupervisors supervisors,
    IResourceReader reader,
    IResourceWriter writer,
    IOptions<OperatorOptions> options)
{
    /// <summary>The pod of a unit, also one that goes; null when there is none.</summary>
    public DockerPod? Of(V1alpha1Environment environment, DockerUnit unit) =>
        pods.Get(new ResourceKey(environment.Metadata.NamespaceProperty, DockerNames.Pod(environment, unit))) is { } pod && IsOf(pod, environment) ? View(pod) : null;

    /// <summary>The pods of the steps of an execution, by the steps' ids.</summary>
    public IReadOnlyDictionary<string, DockerPod> Of(V1alpha1Environment environment, V1alpha1TaskExecution execution) =>
        (execution.Status?.Plan ?? []).SelectMany(group => group.Steps)
            .Select(step => (step.Id, Pod: DockerUnit.Of(execution, step) is { } unit ? Of(environment, unit) : null))
            .Where(one => one.Pod is not null).ToDictionary(one => one.Id, one => one.Pod!, StringComparer.Ordinal);

    /// <summary>UIDs of the services that have a pod, also one that goes.</summary>
    public IEnumerable<string> Services(V1alpha1Environment environment) => All(environment).Select(pod => Label(pod, DockerNames.ServiceLabel)).OfType<string>();

    /// <summary>Whether its pod can have the workspace.</summary>
    public bool HasWorkspace(V1alpha1Environment environment) => Beside(environment) is not { } beside || DockerPodBuilder.Workspace(beside) is not null;

    /// <summary>Makes the pod of a unit and says what its supervisor shall see to; returns why it was refused, else null.</summary>
    public async Task<Problem?> CreateAsync(V1alpha1Environment environment, DockerUnit unit, string? start, Desired desired, CancellationToken cancellation)
    {
        // Its pod goes, or has just gone: that will be said.
        if (Beside(environment) is not { Spec.NodeName.Length: > 0 } beside) return null;
        try
        {
            if (unit.Kind == DockerNames.ServiceLabel && await DomainAsync(environment, cancellation) is { } taken) return taken;
            var pod = await writer.CreateAsync(Kinds.Pod, DockerPodBuilder.Build(environment, beside, unit, start, options.Value), cancellation);
            Send(pod, desired, environment);
            return null;
        }
        catch (ApiException refusal) when (refusal.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.UnprocessableEntity or HttpStatusCode.BadRequest)
        {
            return new Problem(
                refusal.StatusCode == HttpStatusCode.Forbidden ? EnvironmentReasons.Forbidden : EnvironmentReasons.InvalidResource,
                $"The API server refuses the pod for image \"{unit.Image}\": {ContentReports.Clean(refusal.Message)}");
        }
    }

    /// <summary>Says what the supervisor of a pod shall see to.</summary>
    public void Send(V1Pod pod, Desired desired, V1alpha1Environment environment)
    {
        desired.WorkspaceFolder = DockerPodBuilder.Workspace(pod) is null ? EnvironmentNames.WorkspacesPath : environment.Status?.Content?.ContentLocationInMachine ?? EnvironmentNames.WorkspacesPath;
        desired.ContentFolder = desired.WorkspaceFolder;
        supervisors.Send(pod.Metadata.Uid, DockerNames.Container, desired);
    }

    /// <summary>Deletes a pod, by which what runs in it is stopped by its rules.</summary>
    public Task DeleteAsync(DockerPod pod, CancellationToken cancellation) =>
        pod.IsGoing ? Task.CompletedTask : writer.DeleteAsync(Kinds.Pod, pod.Pod, pod.Loss is null ? null : TimeSpan.Zero, cancellation);

    /// <summary>Deletes what stands beside no pod of the environment any more, and what was made for something that is gone or runs elsewhere now.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="podUid">Its pod; null when it has none that stays.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task SweepAsync(V1alpha1Environment environment, string? podUid, CancellationToken cancellation)
    {
        foreach (var pod in All(environment).Where(pod => EnvironmentFacts.Annotation(pod, DockerNames.BesideAnnotation) != podUid || !HasOwner(pod)))
            await DeleteAsync(View(pod), cancellation);
    }

    private IEnumerable<V1Pod> All(V1alpha1Environment environment) =>
        pods.Indexed(PodIndexes.Docker, AutomationIndexes.Value(ResourceKey.Of(environment.Metadata))).Where(pod => IsOf(pod, environment));

    private bool HasOwner(V1Pod pod)
    {
        var key = new ResourceKey(pod.Metadata.NamespaceProperty, EnvironmentFacts.Annotation(pod, DockerNames.OwnerAnnotation) ?? "");
        return Label(pod, DockerNames.ServiceLabel) is { } service
            ? services.Get(key) is { Spec.RunsOn.Docker: not null } owner && owner.Metadata.Uid == service
            : executions.Get(key)?.Metadata.Uid == Label(pod, DockerNames.ExecutionLabel);
    }

    private DockerPod View(V1Pod pod) => new(pod, supervisors.Get(pod.Metadata.Uid, DockerNames.Container)?.Report);

    // What is made while the environment goes would be in the garbage collector's way.
    private V1Pod? Beside(V1alpha1Environment environment) => environment.Metadata.DeletionTimestamp is not null ? null :
        pods.Get(ResourceKey.Of(environment.Metadata)) is { Metadata.DeletionTimestamp: null } pod && IsOf(pod, environment) ? pod : null;

    // Made when the first pod is that needs it, and looked at again for each: nobody watches it.
    private async Task<Problem?> DomainAsync(V1alpha1Environment environment, CancellationToken cancellation)
    {
        var desired = DockerPodBuilder.Domain(environment);
        var present = await reader.ReadAsync(Kinds.CoreService, ResourceKey.Of(desired.Metadata), cancellation);
        if (present is null) await writer.CreateAsync(Kinds.CoreService, desired, cancellation);
        return present is null || present.Metadata.OwnerReferences?.Any(owner => owner.Uid == environment.Metadata.Uid) == true ? null
            : EnvironmentPolicy.NotOurs(EnvironmentReasons.NameTaken, "core Service", desired.Metadata.Name);
    }

    private static bool IsOf(V1Pod pod, V1alpha1Environment environment) => OwnerReferences.Controller(pod.Metadata)?.Uid == environment.Metadata.Uid;

    private static string? Label(V1Pod pod, string name) => pod.Metadata.Labels is { } labels && labels.TryGetValue(name, out var value) ? value : null;
}
