using System.Globalization;
using Environs.Protocol.Supervision;
using Environs.Runtime;

namespace Environs.Operator.Logs;

/// <summary>Where a log lies.</summary>
/// <param name="Environment">Whose it is.</param>
/// <param name="PodUid">UID of the pod.</param>
/// <param name="Container">The container whose supervisor has it.</param>
/// <param name="Wish">What that knows it by.</param>
internal sealed record LogPlace(ResourceKey Environment, string PodUid, string Container, LogWish Wish)
{
    /// <summary>The name of a position in it, for who comes again.</summary>
    public string Mark(long position) => string.Create(CultureInfo.InvariantCulture, $"{PodUid}/{Container}/{position}");

    /// <summary>The position that a name names; null when that is of another place, or of none.</summary>
    public long? Position(string mark) =>
        mark.Split('/') is [var pod, var container, var number] && pod == PodUid && container == Container
        && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? position : null;
}
