using Environs.Crds;
using Environs.Operator.Environments;
using Environs.Protocol.Secrets;
using k8s.Models;

namespace Environs.Operator.Secrets;

/// <summary>The volume by which kubelet brings secrets into a pod, and keeps them up to date. Pure.</summary>
/// <remarks>
/// Every source is optional: kubelet would hold back a pod that misses one without a word in its status, and ours says what is missing.
/// </remarks>
internal static class SecretProjection
{
    public const string VolumeName = "secrets";

    // The pod's group may read what it holds in any case.
    private const int DefaultMode = 0b100_100_000;

    /// <summary>The volume; none where there is nothing in it.</summary>
    /// <param name="secrets">Secrets of the environment, each by its id.</param>
    /// <param name="references">What variables of services and tasks name besides.</param>
    public static IEnumerable<V1Volume> Volume(IReadOnlyList<SecretSpec> secrets, IEnumerable<SecretKeyReference> references)
    {
        V1VolumeProjection[] sources =
        [
            .. secrets.Select(secret => Source(secret.SecretKeyRef, secret.Id, secret.FileMode)),
            .. references.DistinctBy(File).OrderBy(File, StringComparer.Ordinal).Select(reference => Source(reference, File(reference), null)),
        ];
        return sources.Length == 0 ? [] : [new V1Volume { Name = VolumeName, Projected = new V1ProjectedVolumeSource { DefaultMode = DefaultMode, Sources = sources } }];
    }

    /// <summary>Where containers find it; nowhere when there is none.</summary>
    public static IEnumerable<V1VolumeMount> Mount(bool isThere) =>
        isThere ? [new V1VolumeMount { Name = VolumeName, MountPath = MountedSecret.Folder, ReadOnlyProperty = true }] : [];

    /// <summary>Name of the file with the value of a reference; no id has a dot.</summary>
    public static string File(SecretKeyReference reference) => $"ref.{Hashes.Of(reference with { Optional = null }, CrdsJson.Default.SecretKeyReference)}";

    /// <summary>The references among variables.</summary>
    public static IEnumerable<SecretKeyReference> References(IEnumerable<EnvironmentVariable>? variables) =>
        (variables ?? []).Select(variable => variable.ValueFrom?.SecretKeyRef).OfType<SecretKeyReference>();

    private static V1VolumeProjection Source(SecretKeyReference reference, string file, int? mode) => new()
    {
        Secret = new V1SecretProjection { Name = reference.Name, Optional = true, Items = [new V1KeyToPath { Key = reference.Key, Path = file, Mode = mode }] },
    };
}
