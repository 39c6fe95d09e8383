using System.Text.Json;
using Environs.Crds;
using Environs.Operator.Environments;
using Environs.Protocol;
using Environs.Protocol.Secrets;
using k8s.Models;

namespace Environs.Operator.Secrets;

/// <summary>Which secrets of an environment count, and what its containers are told of them. Pure.</summary>
internal static class EnvironmentSecrets
{
    // Of equals the last in the list counts. What names no scope was put into this environment, by its user.
    private static readonly string[] Ranks = [SecretScopes.Runner, SecretScopes.Organization, SecretScopes.Project, SecretScopes.ServiceAccount, SecretScopes.User];

    /// <summary>Those that have the place that they name: one of each place, in the order of the spec.</summary>
    public static IReadOnlyList<SecretSpec> InForce(EnvironmentSpec spec)
    {
        var secrets = (spec.Secrets ?? []).Where(secret => IsForStage(spec, secret)).ToList();
        var first = secrets.GroupBy(Place).Select(same => same.Last(secret => Rank(secret) == same.Max(Rank))).ToHashSet(ReferenceEqualityComparer.Instance);
        return [.. secrets.Where(first.Contains)];
    }

    /// <summary>A prebuild is nobody's: it gets what is everybody's.</summary>
    public static bool IsForStage(EnvironmentSpec spec, SecretSpec secret) =>
        spec.Devcontainer?.LifecycleStage != LifecycleStages.Prebuild || secret.Scope is SecretScopes.Organization or SecretScopes.Project;

    /// <summary>What a secret is for; two of one place cannot both be there.</summary>
    public static string Place(SecretSpec secret) =>
        secret.EnvironmentVariable is { } variable ? $"variable {variable}"
        : secret.FilePath is { } path ? $"file {path}"
        : secret.GitCredentialHost is { } host ? $"git {host}"
        : secret.ContainerRegistryBasicAuthHost is { } registry ? $"registry {registry}"
        : $"none {secret.Id}";

    /// <summary>Those that containers of the environment's pod find.</summary>
    public static IReadOnlyList<SecretSpec> Mounted(EnvironmentSpec spec) =>
        [.. InForce(spec).Where(secret => secret.ContainerRegistryBasicAuthHost is null && secret.ApiOnly != true)];

    /// <summary>Those that images are pulled with.</summary>
    public static IList<V1LocalObjectReference>? PullSecrets(EnvironmentSpec spec) =>
        InForce(spec).Where(secret => secret.ContainerRegistryBasicAuthHost is not null).Select(secret => secret.SecretKeyRef.Name).Distinct(StringComparer.Ordinal)
            .Select(name => new V1LocalObjectReference { Name = name }).ToList() is { Count: > 0 } names ? names : null;

    /// <summary>What a supervisor is told of a secret.</summary>
    public static MountedSecret Told(SecretSpec secret) => new()
    {
        Id = secret.Id,
        Secret = secret.SecretKeyRef.Name,
        Key = secret.SecretKeyRef.Key,
        Optional = secret.SecretKeyRef.Optional == true,
        Variable = secret.EnvironmentVariable ?? "",
        Path = secret.FilePath ?? "",
        GitHost = secret.GitCredentialHost ?? "",
    };

    /// <summary>The variable of a container that carries the list; none where it is empty.</summary>
    public static IEnumerable<V1EnvVar> Variable(IEnumerable<MountedSecret> secrets) =>
        secrets.ToArray() is { Length: > 0 } list ? [new V1EnvVar { Name = MountedSecret.ListVariable, Value = JsonSerializer.Serialize(list, ProtocolJson.Default.IReadOnlyListMountedSecret) }] : [];

    /// <summary>What the dev container of a pod was told; the pod is ours, and nobody can change its variables.</summary>
    public static IReadOnlyList<MountedSecret> InPod(V1Pod pod) =>
        pod.Spec.Containers.FirstOrDefault(container => container.Name == EnvironmentNames.DevContainer)?.Env?.FirstOrDefault(variable => variable.Name == MountedSecret.ListVariable)?.Value is { } json
            ? JsonSerializer.Deserialize(json, ProtocolJson.Default.IReadOnlyListMountedSecret) ?? []
            : [];

    /// <summary>Tells one list from another, with the sessions; "" for an empty one.</summary>
    public static string Hash(EnvironmentSpec spec) =>
        spec.Secrets is not { Count: > 0 } ? "" : Hashes.Of(new EnvironmentSpec { Secrets = [.. InForce(spec)] }, CrdsJson.Default.EnvironmentSpec);

    /// <summary>Whether a git credential is for one of the hosts that the content comes from.</summary>
    public static bool HasCredentialFor(EnvironmentSpec spec, IEnumerable<MountedSecret> secrets)
    {
        var hosts = (spec.Content?.Initializer?.Specs ?? []).Select(one => GitHosts.Of(one.Git?.RemoteUri ?? one.ContextUrl?.Url ?? "")).ToHashSet(StringComparer.Ordinal);
        return secrets.Any(secret => secret.GitHost.Length > 0 && hosts.Contains(secret.GitHost));
    }

    private static int Rank(SecretSpec secret) => Array.IndexOf(Ranks, secret.Scope ?? SecretScopes.User);
}
