using Environs.Crds;
using Environs.Runtime;
using k8s.Models;

namespace Environs.Operator.Cluster;

/// <summary>The kinds that the operator reads or writes; its RBAC rules name these and no others.</summary>
public static class Kinds
{
    /// <summary>What users apply.</summary>
    public static readonly ResourceKind<V1alpha1Environment> Environment = new(
        V1alpha1Environment.Group, V1alpha1Environment.Version, V1alpha1Environment.KubeKind, V1alpha1Environment.Plural, true,
        CrdsJson.Default.V1alpha1Environment);

    /// <summary>What administrators offer.</summary>
    public static readonly ResourceKind<V1alpha1EnvironmentClass> EnvironmentClass = new(
        V1alpha1Environment.Group, V1alpha1Environment.Version, V1alpha1EnvironmentClass.KubeKind, V1alpha1EnvironmentClass.Plural, false,
        CrdsJson.Default.V1alpha1EnvironmentClass);

    /// <summary>What runs beside the user's work.</summary>
    public static readonly ResourceKind<V1alpha1Service> Service = new(
        V1alpha1Environment.Group, V1alpha1Environment.Version, V1alpha1Service.KubeKind, V1alpha1Service.Plural, true, CrdsJson.Default.V1alpha1Service);

    /// <summary>What can be run.</summary>
    public static readonly ResourceKind<V1alpha1Task> Task = new(
        V1alpha1Environment.Group, V1alpha1Environment.Version, V1alpha1Task.KubeKind, V1alpha1Task.Plural, true, CrdsJson.Default.V1alpha1Task);

    /// <summary>What was run.</summary>
    public static readonly ResourceKind<V1alpha1TaskExecution> TaskExecution = new(
        V1alpha1Environment.Group, V1alpha1Environment.Version, V1alpha1TaskExecution.KubeKind, V1alpha1TaskExecution.Plural, true,
        CrdsJson.Default.V1alpha1TaskExecution);

    /// <summary>The machine of an environment.</summary>
    public static readonly ResourceKind<V1Pod> Pod = new("", "v1", "Pod", "pods", true, ClusterJson.Default.V1Pod);

    /// <summary>The claim on an environment's volume.</summary>
    public static readonly ResourceKind<V1PersistentVolumeClaim> VolumeClaim = new(
        "", "v1", "PersistentVolumeClaim", "persistentvolumeclaims", true, ClusterJson.Default.V1PersistentVolumeClaim);

    /// <summary>The nodes, of which only readiness and taints are kept.</summary>
    public static readonly ResourceKind<Node> Node = new("", "v1", "Node", "nodes", false, ClusterJson.Default.Node);

    /// <summary>The operator's own certificates; no other Secret is ever read.</summary>
    public static readonly ResourceKind<V1Secret> Secret = new("", "v1", "Secret", "secrets", true, ClusterJson.Default.V1Secret);

    /// <summary>What pods must know to reach the operator: one in each namespace that has an environment.</summary>
    public static readonly ResourceKind<V1ConfigMap> ConfigMap = new("", "v1", "ConfigMap", "configmaps", true, ClusterJson.Default.V1ConfigMap);

    /// <summary>The Service at whose address pods reach the operator.</summary>
    public static readonly ResourceKind<V1Service> CoreService = new("", "v1", "Service", "services", true, ClusterJson.Default.V1Service);

    /// <summary>The account that a namespace's pods run as.</summary>
    public static readonly ResourceKind<V1ServiceAccount> ServiceAccount = new("", "v1", "ServiceAccount", "serviceaccounts", true, ClusterJson.Default.V1ServiceAccount);

    /// <summary>Asks the API server whose a token is; nothing is stored.</summary>
    public static readonly ResourceKind<V1TokenReview> TokenReview = new(
        "authentication.k8s.io", "v1", "TokenReview", "tokenreviews", false, ClusterJson.Default.V1TokenReview);

    /// <summary>Asks the API server what somebody may do; nothing is stored.</summary>
    public static readonly ResourceKind<V1SubjectAccessReview> SubjectAccessReview = new(
        "authorization.k8s.io", "v1", "SubjectAccessReview", "subjectaccessreviews", false, ClusterJson.Default.V1SubjectAccessReview);

    /// <summary>By it the API server has the creator written down.</summary>
    public static readonly ResourceKind<V1MutatingWebhookConfiguration> MutatingWebhook = new(
        "admissionregistration.k8s.io", "v1", "MutatingWebhookConfiguration", "mutatingwebhookconfigurations", false, ClusterJson.Default.V1MutatingWebhookConfiguration);

    /// <summary>By it the API server has creates and updates checked.</summary>
    public static readonly ResourceKind<V1ValidatingWebhookConfiguration> ValidatingWebhook = new(
        "admissionregistration.k8s.io", "v1", "ValidatingWebhookConfiguration", "validatingwebhookconfigurations", false, ClusterJson.Default.V1ValidatingWebhookConfiguration);

    /// <summary>The namespaces, of which only one label is kept.</summary>
    public static readonly ResourceKind<Namespace> Namespace = new("", "v1", "Namespace", "namespaces", false, ClusterJson.Default.Namespace);

    /// <summary>What an environment's pods may be reached by and may reach.</summary>
    public static readonly ResourceKind<V1NetworkPolicy> NetworkPolicy = new(
        "networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies", true, ClusterJson.Default.V1NetworkPolicy);
}
