using Environs.Gateway.Login;
using Environs.Gateway.Routing;
using Environs.Gateway.Tokens;
using Environs.Gateway.Waking;
using Environs.Runtime;
using k8s.Models;

namespace Environs.Gateway.Hosting;

/// <summary>What the gateway knows of the cluster, and how.</summary>
internal static class ClusterSetup
{
    public static void AddCluster(this IServiceCollection services, GatewayOptions options)
    {
        services.AddRuntime(new RuntimeOptions
        {
            Namespace = options.Namespace,
            LeaseName = "environs-gateway",
            Identity = System.Environment.MachineName,
            FieldManager = Waker.FieldManager,
            UserAgent = "environs-gateway",
            // Every replica answers; none leads.
            LeaderElection = false,
        });
        services.AddInformer(Kinds.Environment, Keep.Environments);
        services.AddInformer(Kinds.Pod, Keep.Pods);
        services.AddKeys(options);
        services.AddSingleton<ITokenKeys, TokenKeys>();
        if (options.SignedOutMap.Length == 0) return;
        services.AddInformer(Kinds.ConfigMap, new InformerOptions<V1ConfigMap> { Namespace = options.Namespace, Name = options.SignedOutMap });
        services.AddSingleton<ISignedOut, SharedSignedOut>();
    }
}
