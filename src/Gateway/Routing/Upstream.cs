using System.Net;
using System.Net.Sockets;
using Environs.Crds;

namespace Environs.Gateway.Routing;

/// <summary>Where an environment's port is, or why it is nowhere. Pure.</summary>
/// <param name="Availability">Whether it can be reached.</param>
/// <param name="Address">Scheme, pod address and port; null unless it can be reached.</param>
/// <param name="Message">What people are told meanwhile.</param>
internal sealed record Upstream(Availability Availability, string? Address, string Message)
{
    public static Upstream Of(RoutedEnvironment environment, RoutedPod? pod, PortSpec port)
    {
        var status = environment.Status;
        if (environment.Metadata.DeletionTimestamp is not null) return new(Availability.Stopped, null, "It is being deleted.");
        return status?.Phase switch
        {
            EnvironmentPhases.Running or EnvironmentPhases.Updating when AddressOf(environment, pod) is { } address =>
                new(Availability.Reachable, $"{(port.Protocol == PortProtocols.Https ? "https" : "http")}://{address}:{port.Port}", ""),
            EnvironmentPhases.Stopped or EnvironmentPhases.Stopping when Condition(status, EnvironmentConditions.Idle) is { Status: "True" } idle =>
                new(Availability.Idle, null, idle.Message ?? ""),
            EnvironmentPhases.Stopped or EnvironmentPhases.Stopping => new(Availability.Stopped, null, "Somebody has stopped it."),
            EnvironmentPhases.Deleting => new(Availability.Stopped, null, "It is being deleted."),
            _ => new(Availability.Starting, null, Condition(status, EnvironmentConditions.Ready)?.Message ?? ""),
        };
    }

    // A pod of the node's own network has the node's address: what else listens there is nobody's port.
    private static string? AddressOf(RoutedEnvironment environment, RoutedPod? pod) =>
        pod is { Metadata.DeletionTimestamp: null, Status: { Phase: "Running", PodIP: { Length: > 0 } ip } status } && ip != status.HostIP
        && pod.Metadata.OwnerReferences?.Any(owner => owner.Uid == environment.Metadata.Uid) == true && IPAddress.TryParse(ip, out var address)
            ? address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString()
            : null;

    private static RoutedEnvironment.Condition? Condition(RoutedEnvironment.RoutedStatus? status, string type) =>
        status?.Conditions?.FirstOrDefault(condition => condition?.Type == type);
}
