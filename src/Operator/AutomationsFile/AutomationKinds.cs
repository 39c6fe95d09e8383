using Environs.Crds;
using Environs.Operator.Cluster;

namespace Environs.Operator.AutomationsFile;

/// <summary>The two kinds that an automations file defines.</summary>
internal static class AutomationKinds
{
    public static readonly AutomationKind<V1alpha1Service, ServiceSpec> Service = new(
        Kinds.Service, CrdsJson.Default.ServiceSpec,
        (metadata, spec, environment) => new V1alpha1Service { Metadata = metadata, Spec = spec with { EnvironmentRef = environment } },
        spec => spec.Reference, spec => spec.EnvironmentRef?.Name,
        ["displayName", "description", "role", "triggeredBy", "runsOn", "readinessTimeout", "commands"]);

    public static readonly AutomationKind<V1alpha1Task, TaskSpec> Task = new(
        Kinds.Task, CrdsJson.Default.TaskSpec,
        (metadata, spec, environment) => new V1alpha1Task { Metadata = metadata, Spec = spec with { EnvironmentRef = environment } },
        spec => spec.Reference, spec => spec.EnvironmentRef?.Name,
        ["displayName", "description", "command", "triggeredBy", "runsOn", "dependsOn"]);
}
