using Environs.Crds;

namespace Environs.Operator.Environments;

/// <summary>Where the gateway serves an environment's ports. Pure.</summary>
internal static class EnvironmentAddresses
{
    /// <summary>The addresses of the spec's ports; null when there is none, or no gateway.</summary>
    /// <param name="environment">Its UID is part of the host: no later environment ever gets it.</param>
    /// <param name="domain">The gateway's domain, with a port unless that is 443.</param>
    public static EnvironmentUrls? Of(V1alpha1Environment environment, string? domain) =>
        string.IsNullOrEmpty(domain) || environment.Spec?.Ports is not { Count: > 0 } ports ? null : new()
        {
            Ports = [.. ports.OfType<PortSpec>().Select(port => new EnvironmentUrlsPort { Port = port.Port, Url = $"https://{port.Port}--{environment.Metadata.Uid}.{domain}/" })],
        };
}
