using Environs.EndToEnd.Tests.Installation;
using Environs.Support;
using k8s;
using k8s.Models;

namespace Environs.EndToEnd.Tests.Identity;

/// <summary>A user of the cluster with a role in one namespace, by impersonation.</summary>
public sealed class Person(string name, ResourceApi api)
{
    public string Name => name;

    /// <summary>The API with this person's rights.</summary>
    public ResourceApi Api => api;

    /// <param name="here">Where the role counts.</param>
    /// <param name="name">The user's name; the namespace makes it one that nobody else has.</param>
    /// <param name="role">One of the cluster's: view, edit or admin.</param>
    public static async Task<Person> InAsync(Playground here, string name, string role)
    {
        var full = $"{name}@{here.Namespace}.example.com";
        await here.Client.RbacAuthorizationV1.CreateNamespacedRoleBindingAsync(
            new V1RoleBinding
            {
                Metadata = new() { Name = name },
                RoleRef = new() { ApiGroup = "rbac.authorization.k8s.io", Kind = "ClusterRole", Name = role },
                Subjects = [new() { ApiGroup = "rbac.authorization.k8s.io", Kind = "User", Name = full }],
            },
            here.Namespace);
        return new(full, new ResourceApi(here.Client.HttpClient, here.Client.BaseUri, async request =>
        {
            if (here.Client.Credentials is { } credentials) await credentials.ProcessHttpRequestAsync(request, CancellationToken.None);
            request.Headers.Add("Impersonate-User", full);
            request.Headers.Add("Impersonate-Group", "system:authenticated");
        }));
    }
}
