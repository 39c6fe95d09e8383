using Environs.Crds;
using Environs.Gateway.Routing;

namespace Environs.Gateway.Tests.Support;

/// <summary>Environments and pods as the cluster has them.</summary>
internal static class Some
{
    public const string Uid = "0f0e0d0c-0b0a-4908-8706-050403020100";

    public static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static RoutedEnvironment Environment(
        int port = 3000, string? admission = null, string? portAdmission = null, string? protocol = null, string uid = Uid, string phase = EnvironmentPhases.Running, bool idle = false) => new()
        {
            Metadata = new() { Name = $"env-{uid}", NamespaceProperty = "team", Uid = uid },
            Spec = new() { Admission = admission, Ports = [new() { Port = port, Admission = portAdmission, Protocol = protocol }] },
            Status = new()
            {
                Phase = phase,
                Owner = new() { Name = "ada" },
                Creator = new() { Name = "grace" },
                Organization = "acme",
                Machine = new() { PodName = $"env-{uid}" },
                Conditions =
                [
                    new() { Type = EnvironmentConditions.Idle, Status = idle ? "True" : "False", Message = "Nobody worked in it for 30m." },
                    new() { Type = EnvironmentConditions.Ready, Status = "False", Message = "The repository is being cloned." },
                ],
            },
        };

    public static RoutedPod Pod(string ip = "127.0.0.1", string uid = Uid, string hostIp = "10.0.0.1", string phase = "Running") => new()
    {
        Metadata = new() { Name = $"env-{uid}", NamespaceProperty = "team", Uid = "pod", OwnerReferences = [new() { Uid = uid }] },
        Status = new() { Phase = phase, PodIP = ip, HostIP = hostIp },
    };
}
