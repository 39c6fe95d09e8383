using Environs.Crds;

namespace Environs.Operator.Environments;

/// <summary>Where an environment is reached. Pure.</summary>
internal static class EnvironmentAddresses
{
    /// <summary>The addresses of the ports that can be reached, of the logs and of SSH; null when there is none.</summary>
    /// <param name="environment">Its UID is part of the host: no later environment ever gets it.</param>
    /// <param name="forwarded">What its devcontainer.json forwards.</param>
    /// <param name="domain">The gateway's domain, with a port unless that is 443.</param>
    /// <param name="ssh">That of SSH, which needs no gateway; null while nobody is let in.</param>
    public static EnvironmentUrls? Of(V1alpha1Environment environment, IList<ForwardedPort>? forwarded, string? domain, string? ssh = null)
    {
        if (string.IsNullOrEmpty(domain)) return ssh is null ? null : new() { Ssh = new() { Url = ssh } };
        var ports = (environment.Spec?.Ports ?? []).OfType<PortSpec>().Select(port => port.Port).Union((forwarded ?? []).Select(port => port.Port)).ToList();
        return new()
        {
            Logs = Logs(environment, domain),
            Ssh = ssh is null ? null : new() { Url = ssh },
            Ports = ports.Count == 0 ? null : [.. ports.Select(port => new EnvironmentUrlsPort { Port = port, Url = $"https://{port}--{environment.Metadata.Uid}.{domain}/" })],
        };
    }

    /// <summary>Where the log of a service is; null when there is no gateway, or no environment yet.</summary>
    public static string? LogOf(V1alpha1Environment? environment, V1alpha1Service service, string? domain) =>
        Logs(environment, domain) is { } logs && service.Spec?.Reference is { Length: > 0 } reference ? $"{logs}services/{Uri.EscapeDataString(reference)}" : null;

    /// <summary>What the log of each step of an execution is below.</summary>
    public static string? LogOf(V1alpha1Environment? environment, V1alpha1TaskExecution execution, string? domain) =>
        Logs(environment, domain) is { } logs ? $"{logs}executions/{execution.Metadata.Uid}/" : null;

    private static string? Logs(V1alpha1Environment? environment, string? domain) =>
        environment is null || string.IsNullOrEmpty(domain) ? null : $"https://env--{environment.Metadata.Uid}.{domain}/logs/";
}
