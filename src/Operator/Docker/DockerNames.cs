using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Environs.Crds;
using Environs.Operator.Environments;
using k8s.Models;

namespace Environs.Operator.Docker;

/// <summary>Names, labels and annotations of the pods that services and steps have of their own. Pure.</summary>
internal static partial class DockerNames
{
    public const string Container = "docker";
    public const string InitContainer = "supervisor";

    /// <summary>Value of the label app.kubernetes.io/name.</summary>
    public const string Name = "environment-docker";

    public const string ServiceLabel = "environs.dev/service-uid";
    public const string ExecutionLabel = "environs.dev/execution-uid";
    public const string OwnerAnnotation = "environs.dev/owner";
    public const string ReferenceAnnotation = "environs.dev/reference";

    /// <summary>UID of the environment's pod that it stands beside.</summary>
    public const string BesideAnnotation = "environs.dev/environment-pod";

    /// <summary>The start of a service that it was made for.</summary>
    public const string StartAnnotation = "environs.dev/start";

    private const int LongestLabel = 63;

    /// <summary>Whether a pod of ours is one beside an environment's.</summary>
    public static bool IsOne(V1Pod pod) => pod.Metadata.Labels is { } labels && labels.TryGetValue(EnvironmentNames.NameLabel, out var name) && name == Name;

    /// <summary>Name of the environment that a pod of ours belongs to.</summary>
    public static string Environment(V1Pod pod) =>
        pod.Metadata.Labels is { } labels && labels.TryGetValue(EnvironmentNames.EnvironmentLabel, out var name) ? name : pod.Metadata.Name;

    /// <summary>A name for people to recognise, which no other has.</summary>
    public static string Pod(V1alpha1Environment environment, DockerUnit unit) =>
        $"{Cut(Slug(environment.Metadata.Name), 25)}-{Cut(Slug(unit.Reference), 25)}-{Hash($"{environment.Metadata.Uid}/{unit.Id}")}".TrimStart('-');

    /// <summary>Name of the headless Service by which the pods of one environment are found.</summary>
    public static string Domain(string environment) =>
        $"environs-{environment}" is { Length: <= LongestLabel } name && !name.Contains('.', StringComparison.Ordinal)
            ? name
            : $"environs-{Cut(Slug(environment), 40)}-{Hash(environment)}";

    /// <summary>Host name of a service in that domain: the reference, if it is one; else what is left of it with a hash, so that no two references share one.</summary>
    public static string Host(string reference) => Slug(reference) is var slug && slug == reference && slug.Length <= LongestLabel ? slug
        : $"{(slug.Length > 0 ? Cut(slug, 50) : "x")}--{Hash(reference)}";

    /// <summary>Name that every pod of the namespace can look a service up by.</summary>
    public static string Address(V1alpha1Environment environment, string reference) =>
        $"{Host(reference)}.{Domain(environment.Metadata.Name)}.{environment.Metadata.NamespaceProperty}.svc";

    /// <summary>Lets a pod of the environment look services up by their host names alone.</summary>
    public static V1PodDNSConfig Dns(V1alpha1Environment environment, string clusterDomain) =>
        new() { Searches = [$"{Domain(environment.Metadata.Name)}.{environment.Metadata.NamespaceProperty}.svc.{clusterDomain}"] };

    /// <summary>So many digits that nobody has two of the same by chance.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..10];

    private static string Slug(string text) => NotInName().Replace(text.ToLowerInvariant(), "-").Trim('-');

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length].TrimEnd('-');

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotInName();
}
