using Environs.Crds;
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
        ];
    }

    private static IEnumerable<FieldError> Negative(string field, IDictionary<string, ResourceQuantity>? quantities) =>
        from one in quantities ?? new Dictionary<string, ResourceQuantity>()
        where one.Value?.ToDecimal() < 0
        select new FieldError($"{field}.{one.Key}", "must not be negative");
}
