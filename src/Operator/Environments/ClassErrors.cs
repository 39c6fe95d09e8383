using System.Text.RegularExpressions;
using Environs.Crds;
using Environs.Operator.NetworkPolicies;
using k8s.Models;

namespace Environs.Operator.Environments;

/// <summary>What is wrong with a class that its schema cannot say, and of which the API server would speak in terms of a pod. Pure.</summary>
internal static class ClassErrors
{
    public static IReadOnlyList<FieldError> Of(EnvironmentClassSpec spec)
    {
        var resources = spec.Resources;
        return
        [
            .. Negative("spec.resources.requests", resources?.Requests),
            .. Negative("spec.resources.limits", resources?.Limits),
            .. from request in resources?.Requests ?? new Dictionary<string, ResourceQuantity>()
            where resources?.Limits is { } limits && limits.TryGetValue(request.Key, out var limit) && request.Value?.ToDecimal() > limit?.ToDecimal()
            select new FieldError($"spec.resources.requests.{request.Key}", $"{request.Value} is more than its limit of {resources!.Limits![request.Key]}"),
            .. (spec.Egress?.Allow ?? []).Index().SelectMany(one => Allowed($"spec.egress.allow[{one.Index}]", one.Item)),
        ];
    }

    private static IEnumerable<FieldError> Allowed(string field, ClassEgressAllow? allow)
    {
        if (allow?.Cidr is not { } cidr || !Regex.IsMatch(cidr, EgressRules.CidrPattern) || !Cidrs.AreRange(cidr))
            yield return new($"{field}.cidr", "must be the first address of a range and the length of its prefix, such as 10.20.0.0/16");
        foreach (var (i, port) in (allow?.Ports ?? []).Index())
        {
            if (port is not { Port: >= 1 and <= 65535, EndPort: null or (>= 1 and <= 65535) } || port.EndPort < port.Port)
                yield return new($"{field}.ports[{i}]", $"port and endPort must be from 1 to 65535, and {EgressRules.PortsInOrder}");
        }
    }

    private static IEnumerable<FieldError> Negative(string field, IDictionary<string, ResourceQuantity>? quantities) =>
        from one in quantities ?? new Dictionary<string, ResourceQuantity>()
        where one.Value?.ToDecimal() < 0
        select new FieldError($"{field}.{one.Key}", "must not be negative");
}
