using Environs.Crds;
using Environs.Runtime;
using k8s.Models;

namespace Environs.Gateway.Routing;

/// <summary>The kinds that the gateway reads or writes; its RBAC rules name these and no others.</summary>
internal static class Kinds
{
    public static readonly ResourceKind<RoutedEnvironment> Environment = new(
        V1alpha1Environment.Group, V1alpha1Environment.Version, V1alpha1Environment.KubeKind, V1alpha1Environment.Plural, true, GatewayJson.Default.RoutedEnvironment);

    public static readonly ResourceKind<RoutedPod> Pod = new("", "v1", "Pod", "pods", true, GatewayJson.Default.RoutedPod);

    /// <summary>The logins that were ended early; no other one is ever read.</summary>
    public static readonly ResourceKind<V1ConfigMap> ConfigMap = new("", "v1", "ConfigMap", "configmaps", true, GatewayJson.Default.V1ConfigMap);

    /// <summary>The gateway's own keys; no other Secret is ever read.</summary>
    public static readonly ResourceKind<V1Secret> Secret = new("", "v1", "Secret", "secrets", true, GatewayJson.Default.V1Secret);

    /// <summary>Asks the API server whose a token is; nothing is stored.</summary>
    public static readonly ResourceKind<V1TokenReview> TokenReview = new(
        "authentication.k8s.io", "v1", "TokenReview", "tokenreviews", false, GatewayJson.Default.V1TokenReview);
}
