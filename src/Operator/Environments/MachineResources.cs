using Environs.Crds;
using k8s.Models;

namespace Environs.Operator.Environments;

/// <summary>What the container machine is given, beside what the class gives to the dev container. Pure.</summary>
/// <remarks>
/// It names what the class names and no more: a quota that wants a limit of the one wants it of the other, and a LimitRange that speaks where the
/// class is silent speaks for both.
/// </remarks>
internal static class MachineResources
{
    private static readonly Dictionary<string, ResourceQuantity> Requests = new() { ["cpu"] = new("10m"), ["memory"] = new("64Mi"), ["ephemeral-storage"] = new("64Mi") };

    private static readonly Dictionary<string, ResourceQuantity> Limits = new() { ["cpu"] = new("1"), ["memory"] = new("512Mi"), ["ephemeral-storage"] = new("2Gi") };

    public static V1ResourceRequirements? Of(EnvironmentClassSpec spec)
    {
        if (spec.Resources is not { } resources) return null;
        var limits = Like(resources.Limits, Limits);
        // What has a limit and no request has the limit for one.
        var named = (resources.Requests ?? new Dictionary<string, ResourceQuantity>()).Concat(resources.Limits ?? new Dictionary<string, ResourceQuantity>())
            .GroupBy(one => one.Key).ToDictionary(one => one.Key, one => one.First().Value);
        return new V1ResourceRequirements { Requests = Like(named, Requests), Limits = limits };
    }

    // Never more than the dev container gets.
    private static Dictionary<string, ResourceQuantity>? Like(IDictionary<string, ResourceQuantity>? dev, Dictionary<string, ResourceQuantity> own) =>
        dev?.Where(one => own.ContainsKey(one.Key))
            .ToDictionary(one => one.Key, one => one.Value.ToDecimal() < own[one.Key].ToDecimal() ? one.Value : own[one.Key]) is { Count: > 0 } like ? like : null;
}
