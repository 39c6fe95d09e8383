using Environs.Operator.Devcontainers;
using Environs.Protocol.Supervision;

namespace Environs.Operator.Automations;

/// <summary>A container that services and steps run in, and what its supervisor said last.</summary>
/// <param name="PodUid">UID of the environment's pod.</param>
/// <param name="Id">Tells the container from the ones before and after it, in the same pod or another; null while it is not known to run.</param>
/// <param name="Report">Null while its supervisor is not heard.</param>
internal sealed record WorkContainer(string PodUid, string? Id, Report? Report)
{
    /// <summary>The last rebuild of it, where it is the dev container.</summary>
    public RebuildMark? Rebuild { get; init; }

    /// <summary>Its supervisor was told to end, and what it says since is not listened to.</summary>
    public bool IsEnding { get; init; }
}
