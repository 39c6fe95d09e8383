using Environs.Crds;

namespace Environs.Operator.Environments;

/// <summary>Where an environment is reached. Pure.</summary>
internal static class EnvironmentAddresses
{
    /// <summary>The addresses of the spec's ports, and of SSH; null when there is none.</summary>
    /// <param name="environment">Its UID is part of the host: no later environment ever gets it.</param>
    /// <param name="domain">The gateway's domain, with a port unless that is 443.</param>
    /// <param name="ssh">That of SSH; null while nobody is let in.</param>
    public static EnvironmentUrls? Of(V1alpha1Environment environment, string? domain, string? ssh = null)
    {
        var ports = string.IsNullOrEmpty(domain) || environment.Spec?.Ports is not { Count: > 0 } all ? null
            : all.OfType<PortSpec>().Select(port => new EnvironmentUrlsPort { Port = port.Port, Url = $"https://{port.Port}--{environment.Metadata.Uid}.{domain}/" }).ToList();
        return ports is null && ssh is null ? null : new EnvironmentUrls { Ssh = ssh is null ? null : new EnvironmentUrlsSsh { Url = ssh }, Ports = ports };
    }
}
