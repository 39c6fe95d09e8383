using Environs.Crds;
using Environs.Operator.Activity;
using Environs.Operator.Admission;
using Environs.Operator.Automations;
using Environs.Operator.Cluster;
using Environs.Operator.Environments;
using Environs.Operator.NetworkPolicies;
using Environs.Operator.Requests;
using Environs.Operator.Supervision;
using Environs.Operator.TokenKeys;
using Environs.Runtime;
using Microsoft.Extensions.Options;

namespace Environs.Operator.Hosting;

/// <summary>Puts the operator together: the runtime, what it keeps of each kind, and what a change of each wakes.</summary>
public static class OperatorSetup
{
    /// <summary>Adds the operator's controllers and the runtime that drives them.</summary>
    public static IServiceCollection AddOperator(this IServiceCollection services, RuntimeOptions runtime, OperatorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        services.AddSingleton(Options.Create(options));
        services.AddRuntime(runtime);
        services.AddInformer(Kinds.Environment, Keep.Environments);
        services.AddInformer(Kinds.Pod, Keep.Pods);
        services.AddInformer(Kinds.VolumeClaim, Keep.VolumeClaims);
        services.AddInformer(Kinds.NetworkPolicy, Keep.NetworkPolicies);
        services.AddInformer(Kinds.Node, Keep.Nodes);
        services.AddInformer(Kinds.Namespace, Keep.Namespaces);
        services.AddAutomations();
        services.AddSingleton<Observations>();
        services.AddSingleton<NetworkPolicyKeeper>();
        services.AddSupervision(runtime, options.Supervision);
        services.AddAdmission(options.Admission);
        services.AddRequests();
        if (options.TokenSecret.Length > 0) services.AddHostedService<TokenKeyKeeper>();
        services.AddController<V1alpha1Environment, EnvironmentStatus, EnvironmentReconciler>(
            Kinds.Environment, CrdsJson.Default.EnvironmentStatus, controller => controller
                .Owns(Kinds.Pod, (before, after) => PodView.IsNews(before, after, options))
                .Owns(Kinds.NetworkPolicy, EnvironmentNetworkPolicy.IsNews)
                .Watches(Kinds.VolumeClaim, EnvironmentWakes.OfClaim, EnvironmentWakes.IsNews)
                .Watches(Kinds.EnvironmentClass, EnvironmentWakes.OfClass, EnvironmentWakes.IsNews)
                .Watches(Kinds.Node, EnvironmentWakes.OnNode, EnvironmentWakes.IsNews)
                .Watches(Kinds.Namespace, EnvironmentWakes.InNamespace, EnvironmentWakes.IsNews)
                .Watches(Kinds.Service, AutomationWakes.EnvironmentOf, AutomationWakes.ChangesWork)
                .Watches(Kinds.Task, AutomationWakes.EnvironmentOf, AutomationWakes.IsOther)
                .Watches(Kinds.TaskExecution, AutomationWakes.EnvironmentOf, AutomationWakes.IsNews)
                .WokenBy((provider, wake) => provider.GetRequiredService<ISupervisors>().Changed += change =>
                {
                    if (AutomationWakes.IsNews(change)) wake(change.Environment, TimeSpan.Zero);
                    // What it only watches is told of with whatever else comes meanwhile.
                    else if (ActivityWakes.IsNews(change)) wake(change.Environment, Observed.Interval);
                }));
        return services;
    }
}
