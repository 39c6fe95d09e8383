using System.Security.Cryptography;
using System.Text;
using Environs.Crds;
using Environs.Operator.Environments;
using Environs.Operator.Supervision;
using Environs.Protocol.Supervision;
using k8s.Models;

namespace Environs.Operator.Devcontainers;

/// <summary>What another devcontainer.session asks for, until it has begun. Pure.</summary>
internal sealed record DevcontainerRebuild
{
    public static readonly DevcontainerRebuild None = new();

    /// <summary>The session is another than the one that the dev container was made for, or is being made for.</summary>
    public bool IsAsked { get; init; }

    /// <summary>What a supervisor is asked to look at the file for; empty while none has to.</summary>
    public string Look { get; init; } = "";

    /// <summary>The file as it was seen since; nothing is known of it until then.</summary>
    public DevcontainerState File { get; init; } = DevcontainerState.Unknown;

    /// <summary>The supervisor that would end; empty when none runs, and null while it is not heard and cannot be told.</summary>
    public string? Boot { get; init; }

    public static DevcontainerRebuild Of(V1alpha1Environment environment, V1Pod pod, bool isInitialized, SupervisorReport? dev, SupervisorReport? machine)
    {
        if (Session(environment) == (EnvironmentFacts.Annotation(pod, EnvironmentNames.DevcontainerSessionAnnotation) ?? "")) return None;
        if (!isInitialized) return new() { IsAsked = true };

        var status = pod.Status?.ContainerStatuses?.FirstOrDefault(container => container.Name == EnvironmentNames.DevContainer);
        var boot = dev is { IsConnected: true } ? dev.Report.Boot : null;
        var look = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Session(environment))))[..16];
        // That of machine first: it is there also when the dev container cannot be started.
        var reader = machine is { IsConnected: true } ? machine.Report : dev is { IsConnected: true } ? dev.Report : null;
        return new()
        {
            IsAsked = true,
            Look = look,
            File = reader?.DevcontainerLook == look ? DevcontainerState.OfFile(environment, EnvironmentFacts.ContentFolder(pod), reader) : DevcontainerState.Unknown,
            Boot = RebuildMark.Of(pod) is { } mark && mark.IsGoingOn(status) ? mark.Boot : status?.State?.Running is null ? "" : boot,
        };
    }

    /// <summary>Adds to what a supervisor shall see to that it looks at the file once more.</summary>
    public Desired In(V1alpha1Environment environment, Desired desired)
    {
        if (Look.Length == 0) return desired;
        desired.DevcontainerLook = Look;
        // Beside the dev container there are none yet, and nothing to wait for.
        if (desired.DevcontainerPaths.Count == 0)
        {
            desired.Devcontainer = new DesiredDevcontainer();
            desired.DevcontainerPaths.AddRange(DevcontainerDesires.Paths(environment));
        }
        return desired;
    }

    public static string Session(V1alpha1Environment environment) => environment.Spec.Devcontainer?.Session ?? "";
}
