using Environs.Crds;
using Environs.Runtime;

namespace Environs.Gateway.Routing;

/// <summary>Finds environments, their ports and their pods in what the informers keep.</summary>
internal sealed class Routes(IStore<RoutedEnvironment> environments, IStore<RoutedPod> pods)
{
    /// <summary>The environment of a host; null when there is none (any more).</summary>
    public RoutedEnvironment? Environment(string uid) => environments.Indexed(Keep.ByUid, uid) is [var environment, ..] ? environment : null;

    /// <summary>The port as the spec has it, else as devcontainer.json forwards it; null when neither does, and nobody reaches it.</summary>
    public static PortSpec? Port(RoutedEnvironment environment, int port) =>
        environment.Spec?.Ports?.FirstOrDefault(one => one?.Port == port)
        ?? (environment.Status?.Devcontainer?.ForwardedPorts?.FirstOrDefault(one => one?.Port == port) is { } forwarded
            ? new PortSpec { Port = port, Name = forwarded.Name, Protocol = forwarded.Protocol }
            : null);

    /// <summary>Where that port is now.</summary>
    public Upstream Upstream(RoutedEnvironment environment, PortSpec port) => Routing.Upstream.Of(environment, Pod(environment), port);

    private RoutedPod? Pod(RoutedEnvironment environment) =>
        environment.Status?.Machine?.PodName is { Length: > 0 } name ? pods.Get(new(environment.Metadata.NamespaceProperty ?? "", name)) : null;
}
