using k8s;
using k8s.Models;

namespace Environs.EndToEnd.Tests.Rbac;

/// <summary>Asks the API server what somebody may do, as `kubectl auth can-i --as` does.</summary>
internal static class Rights
{
    /// <param name="client">With an administrator's rights.</param>
    /// <param name="user">The user's full name.</param>
    /// <param name="namespace">Empty: in all namespaces.</param>
    /// <param name="verb">Such as list.</param>
    /// <param name="resource">Such as pods, pods/exec or environments.environs.dev/status.</param>
    /// <param name="name">Of one object; null for any.</param>
    public static async Task<bool> MayAsync(this Kubernetes client, string user, string @namespace, string verb, string resource, string? name = null)
    {
        var (kind, subresource) = resource.Split('/') is [var first, var second] ? (first, second) : (resource, null);
        var dot = kind.IndexOf('.', StringComparison.Ordinal);
        var review = await client.AuthorizationV1.CreateSubjectAccessReviewAsync(new V1SubjectAccessReview
        {
            Spec = new()
            {
                User = user,
                Groups = user.StartsWith("system:serviceaccount:", StringComparison.Ordinal)
                    ? ["system:serviceaccounts", $"system:serviceaccounts:{user.Split(':')[2]}", "system:authenticated"]
                    : ["system:authenticated"],
                ResourceAttributes = new()
                {
                    NamespaceProperty = @namespace,
                    Verb = verb,
                    Group = dot < 0 ? "" : kind[(dot + 1)..],
                    Resource = dot < 0 ? kind : kind[..dot],
                    Subresource = subresource,
                    Name = name,
                },
            },
        });
        return review.Status.Allowed;
    }
}
