using Environs.EndToEnd.Tests.Installation;
using k8s;
using k8s.Models;

namespace Environs.EndToEnd.Tests.Rbac;

/// <summary>The cluster's own roles know our kinds: who is bound to view, edit or admin in a namespace.</summary>
public sealed class UserRightsTests(InstalledOperator @operator) : OperatorTest(@operator)
{
    private static readonly string[] OfNamespaces = ["environments.environs.dev", "services.environs.dev", "tasks.environs.dev", "taskexecutions.environs.dev"];

    [Theory]
    [InlineData("view", "get list watch", "create update patch delete deletecollection")]
    [InlineData("edit", "get list watch create update patch delete deletecollection", "")]
    [InlineData("admin", "get list watch create update patch delete deletecollection", "")]
    public async Task A_role_in_a_namespace_covers_its_environments_and_what_runs_in_them(string role, string may, string mayNot)
    {
        var user = await BindAsync(role);

        foreach (var kind in OfNamespaces)
        {
            foreach (var verb in may.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                await AssertMayAsync(user, Here.Namespace, verb, kind);
            await AssertMayAsync(user, Here.Namespace, "get", $"{kind}/status");
            foreach (var verb in mayNot.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                Assert.False(await Operator.Client.MayAsync(user, Here.Namespace, verb, kind), $"{verb} {kind}");
            Assert.False(await Operator.Client.MayAsync(user, "default", "get", kind), $"{kind} of another namespace");
            Assert.False(await Operator.Client.MayAsync(user, Here.Namespace, "patch", $"{kind}/status"), $"{kind}'s status");
        }
        Assert.False(await Operator.Client.MayAsync(user, "", "create", "environmentclasses.environs.dev"), "classes are not a namespace's");
        Assert.True(role == "admin" == await Operator.Client.MayAsync(user, Here.Namespace, "assign", "environments.environs.dev/owner"), "an owner is an administrator's to name");
    }

    [Fact]
    public async Task An_administrator_of_the_cluster_manages_classes()
    {
        var user = $"{Here.Namespace}-root";
        var binding = await Operator.Client.RbacAuthorizationV1.CreateClusterRoleBindingAsync(new V1ClusterRoleBinding
        {
            Metadata = new() { Name = user },
            RoleRef = Role("admin"),
            Subjects = [Subject(user)],
        });
        Here.Cleanup(() => Operator.Client.RbacAuthorizationV1.DeleteClusterRoleBindingAsync(binding.Metadata.Name));

        foreach (var verb in new[] { "create", "patch", "delete" })
            await AssertMayAsync(user, "", verb, "environmentclasses.environs.dev");
    }

    [Fact]
    public async Task Everybody_sees_the_classes_and_nothing_else_of_ours()
    {
        var nobody = $"{Here.Namespace}-nobody";

        await AssertMayAsync(nobody, "", "list", "environmentclasses.environs.dev");
        Assert.False(await Operator.Client.MayAsync(nobody, "", "patch", "environmentclasses.environs.dev"));
        foreach (var kind in OfNamespaces)
            Assert.False(await Operator.Client.MayAsync(nobody, Here.Namespace, "get", kind), kind);
    }

    private async Task<string> BindAsync(string role)
    {
        var user = $"{Here.Namespace}-{role}";
        await Operator.Client.RbacAuthorizationV1.CreateNamespacedRoleBindingAsync(
            new V1RoleBinding { Metadata = new() { Name = role }, RoleRef = Role(role), Subjects = [Subject(user)] }, Here.Namespace);
        return user;
    }

    // The cluster adds to its roles a moment after the chart is installed.
    private Task AssertMayAsync(string user, string @namespace, string verb, string resource) =>
        Support.Clusters.Eventually.TrueAsync(
            () => Operator.Client.MayAsync(user, @namespace, verb, resource), TimeSpan.FromSeconds(30), $"{user} may {verb} {resource}");

    private static V1RoleRef Role(string name) => new() { ApiGroup = "rbac.authorization.k8s.io", Kind = "ClusterRole", Name = name };

    private static Rbacv1Subject Subject(string user) => new() { ApiGroup = "rbac.authorization.k8s.io", Kind = "User", Name = user };
}
