using Environs.Crds;

namespace Environs.Operator.Environments;

/// <summary>Where the gateway serves an environment's ports. Pure.</summary>
internal static class EnvironmentAddresses
{
    /// <summary>The addresses of the ports that can be reached; null when there is none, or no gateway.</summary>
    /// <param name="environment">Its UID is part of the host: no later environment ever gets it.</param>
    /// <param name="forwarded">What its devcontainer.json forwards.</param>
    /// <param name="domain">The gateway's domain, with a port unless that is 443.</param>
    public static EnvironmentUrls? Of(V1alpha1Environment environment, IList<ForwardedPort>? forwarded, string? domain)
    {
        if (string.IsNullOrEmpty(domain)) return null;
        var ports = (environment.Spec?.Ports ?? []).OfType<PortSpec>().Select(port => port.Port).Union((forwarded ?? []).Select(port => port.Port)).ToList();
        return ports.Count == 0 ? null : new()
        {
            Ports = [.. ports.Select(port => new EnvironmentUrlsPort { Port = port, Url = $"https://{port}--{environment.Metadata.Uid}.{domain}/" })],
        };
    }
}
