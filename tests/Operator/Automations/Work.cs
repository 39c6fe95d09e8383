using Environs.Crds;
using Environs.Operator.Automations;
using Environs.Protocol.Supervision;
using k8s.Models;

namespace Environs.Operator.Tests.Automations;

/// <summary>Services, tasks and executions of environment demo, whose pod is pod-uid, whose dev container is pod-uid/c1 and beside it pod-uid/m1.</summary>
internal static class Work
{
    public const string Container = "pod-uid/c1";
    public const string Machine = "pod-uid/m1";
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static V1alpha1Environment Environment(Action<V1alpha1Environment>? change = null)
    {
        var made = new V1alpha1Environment
        {
            Metadata = new() { Name = "demo", NamespaceProperty = "team", Uid = "env-uid" },
            Spec = new() { AutomationsFile = new() },
            Status = new() { Triggers = new() { Container = Container, FiredAt = Now.UtcDateTime } },
        };
        change?.Invoke(made);
        return made;
    }

    public static V1alpha1Service Service(string reference, Action<V1alpha1Service>? change = null)
    {
        var made = new V1alpha1Service
        {
            Metadata = Metadata(reference),
            Spec = new() { EnvironmentRef = new() { Name = "demo" }, Reference = reference, Commands = new() { Start = $"start {reference}" } },
        };
        change?.Invoke(made);
        return made;
    }

    public static V1alpha1Task Task(string reference, params string[] dependsOn) => new()
    {
        Metadata = Metadata(reference),
        Spec = new() { EnvironmentRef = new() { Name = "demo" }, Reference = reference, Command = $"run {reference}", DependsOn = dependsOn.Length > 0 ? [.. dependsOn] : null },
    };

    public static V1alpha1TaskExecution Execution(string name = "run", TaskExecutionStatus? status = null, string? desiredPhase = null) => new()
    {
        Metadata = Metadata(name),
        Spec = new() { TaskRef = new() { Name = "task" }, DesiredPhase = desiredPhase },
        Status = status,
    };

    public static WorkContainer Running(params object[] reports)
    {
        return Running("dev", Container, reports);
    }

    public static WorkContainer RunningBeside(params object[] reports) => Running("machine", Machine, reports);

    private static WorkContainer Running(string name, string id, object[] reports)
    {
        var report = new Report { Container = name, Boot = "b1" };
        report.Services.AddRange(reports.OfType<ServiceReport>());
        report.Steps.AddRange(reports.OfType<StepReport>());
        return new WorkContainer("pod-uid", id, report);
    }

    private static V1ObjectMeta Metadata(string name) => new()
    {
        Name = name,
        NamespaceProperty = "team",
        Uid = $"{name}-uid",
        CreationTimestamp = Now.UtcDateTime.AddMinutes(-1),
    };
}
