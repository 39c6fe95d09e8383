using Environs.Crds;
using Environs.Operator.Automations;
using Environs.Operator.Cluster;
using Environs.Operator.Environments;
using Environs.Operator.Supervision;
using Environs.Runtime;
using k8s.Models;

namespace Environs.Operator.Hosting;

/// <summary>What the informers keep of each kind: no more than somebody reads, for there may be ten thousand of each.</summary>
internal static class Keep
{
    public static readonly InformerOptions<V1alpha1Environment> Environments = new()
    {
        Trim = environment => Forget(environment.Metadata),
        Indexes = EnvironmentWakes.Indexes,
    };

    public static readonly InformerOptions<V1alpha1Service> Services = new()
    {
        Trim = service => Forget(service.Metadata),
        Indexes = AutomationIndexes.Services,
    };

    public static readonly InformerOptions<V1alpha1Task> Tasks = new()
    {
        Trim = task => Forget(task.Metadata),
        Indexes = AutomationIndexes.Tasks,
    };

    public static readonly InformerOptions<V1alpha1TaskExecution> TaskExecutions = new()
    {
        Trim = execution => Forget(execution.Metadata),
        Indexes = AutomationIndexes.Executions,
    };

    public static readonly InformerOptions<V1Pod> Pods = new()
    {
        LabelSelector = EnvironmentNames.ManagedBySelector,
        Trim = pod => Forget(pod.Metadata),
        Indexes = PodIndexes.All,
    };

    public static readonly InformerOptions<V1PersistentVolumeClaim> VolumeClaims = new()
    {
        LabelSelector = EnvironmentNames.ManagedBySelector,
        Trim = claim => Forget(claim.Metadata),
    };

    public static readonly InformerOptions<V1NetworkPolicy> NetworkPolicies = new()
    {
        LabelSelector = EnvironmentNames.ManagedBySelector,
        Trim = policy => Forget(policy.Metadata),
    };

    public static readonly InformerOptions<Node> Nodes = new()
    {
        Trim = node =>
        {
            Forget(node.Metadata);
            node.Metadata.Annotations = null;
            node.Metadata.Labels = null;
        },
    };

    public static readonly InformerOptions<Namespace> Namespaces = new()
    {
        Trim = one => one.Metadata = new V1ObjectMeta
        {
            Name = one.Metadata.Name,
            Uid = one.Metadata.Uid,
            ResourceVersion = one.Metadata.ResourceVersion,
            Labels = one.Organization is { } organization ? new Dictionary<string, string> { [Namespace.OrganizationLabel] = organization } : null,
        },
    };

    // Half of an object's size, and nobody reads it.
    private static void Forget(V1ObjectMeta metadata)
    {
        metadata.ManagedFields = null;
        metadata.Annotations?.Remove("kubectl.kubernetes.io/last-applied-configuration");
    }
}
