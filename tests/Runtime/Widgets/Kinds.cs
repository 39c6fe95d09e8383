using k8s;
using k8s.Models;

namespace Environs.Runtime.Tests.Widgets;

internal static class Kinds
{
    public static ResourceKind<V1ConfigMap> ConfigMap { get; } =
        new("", "v1", "ConfigMap", "configmaps", true, SourceGenerationContext.Default.V1ConfigMap);

    public static ResourceKind<V1Pod> Pod { get; } = new("", "v1", "Pod", "pods", true, SourceGenerationContext.Default.V1Pod);
}
