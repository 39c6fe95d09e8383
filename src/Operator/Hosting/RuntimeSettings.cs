using Environs.Runtime;

namespace Environs.Operator.Hosting;

/// <summary>The runtime's settings for this process.</summary>
internal static class RuntimeSettings
{
    private const string ServiceAccountNamespace = "/var/run/secrets/kubernetes.io/serviceaccount/namespace";

    /// <summary>The runtime's own defaults, with who this replica is.</summary>
    public static RuntimeOptions Of(OperatorOptions options) => new()
    {
        Namespace = options.Namespace ?? InPod() ?? "environs-system",
        LeaseName = "environs-operator",
        Identity = Identity(options),
        FieldManager = "environs-operator",
        // Audit logs tell replicas apart by it: they share a service account.
        UserAgent = $"environs-operator-{Identity(options)}",
        LeaderElection = options.LeaderElection,
    };

    private static string Identity(OperatorOptions options) => options.Identity ?? Environment.MachineName;

    private static string? InPod() => File.Exists(ServiceAccountNamespace) ? File.ReadAllText(ServiceAccountNamespace).Trim() : null;
}
