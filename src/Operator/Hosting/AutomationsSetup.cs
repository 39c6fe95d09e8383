using Environs.Crds;
using Environs.Operator.Automations;
using Environs.Operator.AutomationsFile;
using Environs.Operator.Cluster;
using Environs.Operator.Docker;
using Environs.Operator.Services;
using Environs.Operator.Supervision;
using Environs.Operator.TaskExecutions;
using Environs.Operator.Tasks;
using Environs.Runtime;
using k8s;
using k8s.Models;

namespace Environs.Operator.Hosting;

/// <summary>The controllers of services, tasks and executions, and what a change of anything else wakes of them.</summary>
internal static class AutomationsSetup
{
    public static void AddAutomations(this IServiceCollection services)
    {
        services.AddSingleton<WorkContainers>();
        services.AddSingleton<DockerPods>();
        services.AddSingleton<DockerServices>();
        services.AddSingleton<DockerSteps>();
        services.AddSingleton<AutomationsFileKeeper>();
        services.AddSingleton<StartTriggers>();
        services.AddSingleton<EnvironmentAutomations>();
        services.AddInformer(Kinds.Service, Keep.Services);
        services.AddInformer(Kinds.Task, Keep.Tasks);
        services.AddInformer(Kinds.TaskExecution, Keep.TaskExecutions);

        services.AddController<V1alpha1Service, ServiceStatus, ServiceReconciler>(Kinds.Service, CrdsJson.Default.ServiceStatus, controller => controller
            .Watches(Kinds.Environment, (environment, own) => AutomationWakes.In(environment.Metadata, environment.Metadata.Name, own), AutomationWakes.IsNews)
            .Watches(Kinds.Service, (service, own) => AutomationWakes.In(service.Metadata, service.Spec?.EnvironmentRef?.Name, own), AutomationWakes.IsOther)
            .Watches(Kinds.Task, (task, own) => AutomationWakes.In(task.Metadata, task.Spec?.EnvironmentRef?.Name, own), AutomationWakes.IsOther)
            .Watches(Kinds.TaskExecution, (execution, own) => AutomationWakes.In(execution.Metadata, execution.Status?.Environment, own), AutomationWakes.IsNews)
            .Watches(Kinds.Pod, AutomationWakes.OfPod, AutomationWakes.IsNews)
            .WokenBy((provider, wake) => provider.GetRequiredService<ISupervisors>().Changed += change =>
                WakeTold(provider.GetRequiredService<IStore<V1alpha1Service>>(), change, AutomationWakes.ServicesIn(change), wake)));

        services.AddController<V1alpha1Task, Environs.Crds.TaskStatus, TaskReconciler>(Kinds.Task, CrdsJson.Default.TaskStatus, controller => controller
            .Watches(Kinds.Environment, (environment, own) => AutomationWakes.In(environment.Metadata, environment.Metadata.Name, own), AutomationWakes.IsOther)
            .Watches(Kinds.Service, (service, own) => AutomationWakes.In(service.Metadata, service.Spec?.EnvironmentRef?.Name, own), AutomationWakes.IsOther)
            .Watches(Kinds.Task, (task, own) => AutomationWakes.In(task.Metadata, task.Spec?.EnvironmentRef?.Name, own), AutomationWakes.IsOther));

        services.AddController<V1alpha1TaskExecution, TaskExecutionStatus, TaskExecutionReconciler>(Kinds.TaskExecution, CrdsJson.Default.TaskExecutionStatus, controller => controller
            .Watches(Kinds.Environment, (environment, own) => AutomationWakes.In(environment.Metadata, environment.Metadata.Name, own), AutomationWakes.IsOther)
            .Watches(Kinds.Service, (service, own) => AutomationWakes.In(service.Metadata, service.Spec?.EnvironmentRef?.Name, own), AutomationWakes.IsNews)
            .Watches(Kinds.Task, (task, own) => [.. AutomationWakes.OfTask(task, own), .. AutomationWakes.In(task.Metadata, task.Spec?.EnvironmentRef?.Name, own)], AutomationWakes.IsOther)
            .Watches(Kinds.TaskExecution, AutomationWakes.OfSameTask, AutomationWakes.IsEnd)
            .Watches(Kinds.Pod, AutomationWakes.OfPod, AutomationWakes.IsNews)
            .WokenBy((provider, wake) => provider.GetRequiredService<ISupervisors>().Changed += change =>
                WakeTold(provider.GetRequiredService<IStore<V1alpha1TaskExecution>>(), change, AutomationWakes.ExecutionsIn(change), wake)));
    }

    /// <summary>Wakes those of the environment whose UIDs were told; null are all.</summary>
    private static void WakeTold<T>(IStore<T> store, SupervisorChange change, IReadOnlySet<string>? told, Action<ResourceKey, TimeSpan> wake)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        foreach (var one in store.Indexed(AutomationIndexes.ByEnvironment, AutomationIndexes.Value(change.Environment)))
        {
            if (told?.Contains(one.Metadata.Uid) != false) wake(ResourceKey.Of(one.Metadata), TimeSpan.Zero);
        }
    }
}
