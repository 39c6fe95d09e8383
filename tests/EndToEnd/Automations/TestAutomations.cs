using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Environs.Crds;
using Environs.EndToEnd.Tests.Installation;
using Environs.Support;
using k8s;
using k8s.Models;

namespace Environs.EndToEnd.Tests.Automations;

/// <summary>The services, tasks and executions of one Environment, seen from outside.</summary>
public sealed class TestAutomations(Playground here, TestEnvironment environment)
{
    public async Task<IReadOnlyList<V1alpha1Service>> ServicesAsync() =>
        [.. (await ListAsync("Service", CrdsJson.Default.V1alpha1Service)).Where(service => service.Spec.EnvironmentRef.Name == environment.Name)];

    public async Task<IReadOnlyList<V1alpha1Task>> TasksAsync() =>
        [.. (await ListAsync("Task", CrdsJson.Default.V1alpha1Task)).Where(task => task.Spec.EnvironmentRef.Name == environment.Name)];

    /// <summary>The executions of all tasks, the first to be created first.</summary>
    public async Task<IReadOnlyList<V1alpha1TaskExecution>> ExecutionsAsync() =>
        [.. (await ListAsync("TaskExecution", CrdsJson.Default.V1alpha1TaskExecution))
            .Where(execution => execution.Spec.TaskRef.Name.StartsWith(Name(""), StringComparison.Ordinal)).OrderBy(execution => execution.Metadata.CreationTimestamp)];

    /// <summary>The same of one task.</summary>
    public async Task<IReadOnlyList<V1alpha1TaskExecution>> ExecutionsAsync(string reference) =>
        [.. (await ExecutionsAsync()).Where(execution => execution.Spec.TaskRef.Name == Name(reference))];

    /// <summary>Name of what the automations file defines under a reference.</summary>
    public string Name(string reference) => $"{environment.Name}.{reference}";

    public async Task<V1alpha1Service> ServiceAsync(string reference, string phase, string? session = null)
    {
        V1alpha1Service? seen = null;
        await environment.PollAsync(
            async () => (seen = (await ServicesAsync()).SingleOrDefault(service => service.Spec.Reference == reference)) is { Status: { } status }
                && status.Phase == phase && (session is null || status.Session == session),
            $"service {reference} is {phase}", null);
        return seen!;
    }

    /// <summary>Waits until an execution is over.</summary>
    public async Task<V1alpha1TaskExecution> FinishedAsync(string name)
    {
        V1alpha1TaskExecution? seen = null;
        await environment.PollAsync(
            async () => (seen = (await ListAsync("TaskExecution", CrdsJson.Default.V1alpha1TaskExecution)).SingleOrDefault(execution => execution.Metadata.Name == name))
                ?.Status?.CompletedAt is not null,
            $"execution {name} is over", null);
        return seen!;
    }

    /// <summary>Waits until the task has been run so many times.</summary>
    public async Task<V1alpha1TaskExecution> FinishedAsync(string reference, int times)
    {
        V1alpha1TaskExecution? seen = null;
        await environment.PollAsync(
            async () => (await ExecutionsAsync(reference)) is { } executions && executions.Count == times && (seen = executions[^1]).Status?.CompletedAt is not null,
            $"task {reference} has run {times} times", null);
        return seen!;
    }

    /// <summary>Runs a task as a person does, by `kubectl create`.</summary>
    public async Task<string> RunAsync(string reference)
    {
        var name = $"run-{Guid.NewGuid():N}"[..12];
        var execution = CrdKinds.Make("TaskExecution", $$$"""{"taskRef": {"name": "{{{Name(reference)}}}"}}""", name);
        await Playground.AdmittedAsync(() => here.Api.PostAsync(CrdKinds.ObjectsPath("TaskExecution", here.Namespace), execution.DeepClone()));
        return name;
    }

    /// <summary>Waits until a step of an execution runs.</summary>
    public Task RunningAsync(string execution, string step) => environment.PollAsync(
        async () => (await ListAsync("TaskExecution", CrdsJson.Default.V1alpha1TaskExecution)).Single(one => one.Metadata.Name == execution)
            .Status?.Steps?.Any(one => one.Id == step && one.Phase == TaskExecutionPhases.Running) == true,
        $"step {step} runs", null);

    /// <summary>Sets fields of a resource's spec, as `kubectl patch` does.</summary>
    public Task PatchAsync(string kind, string name, JsonObject spec) => Playground.AdmittedAsync(
        () => here.Api.MergeAsync($"{CrdKinds.ObjectsPath(kind, here.Namespace)}/{name}", new JsonObject { ["spec"] = spec.DeepClone() }));

    private async Task<IReadOnlyList<T>> ListAsync<T>(string kind, JsonTypeInfo<T> json)
        where T : IKubernetesObject<V1ObjectMeta> =>
        [.. (await here.Api.GetAsync(CrdKinds.ObjectsPath(kind, here.Namespace))).Body["items"]!.AsArray().Select(item => item.Deserialize(json)!)];
}
