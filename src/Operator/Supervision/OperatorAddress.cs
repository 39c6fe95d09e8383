using System.Net;
using Environs.Runtime;
using k8s.Models;
using Microsoft.Extensions.Options;

namespace Environs.Operator.Supervision;

/// <summary>Where pods reach this operator: at its Service's cluster IP, for a static program cannot look names up.</summary>
internal sealed class OperatorAddress(IStore<V1Service> services, RuntimeOptions runtime, IOptions<OperatorOptions> options)
{
    private const string PortName = "supervision";

    public ResourceKey Service { get; } = new(runtime.Namespace, options.Value.Supervision.Service);

    /// <summary>IP:PORT; null while the Service has none.</summary>
    public string? Current => options.Value.Supervision.Address ?? (services.Get(Service) is { } service ? Of(service) : null);

    private static string? Of(V1Service service) =>
        IPAddress.TryParse(service.Spec?.ClusterIP, out var address)
        && service.Spec.Ports?.FirstOrDefault(port => port.Name == PortName) is { } port ? new IPEndPoint(address, port.Port).ToString() : null;
}
