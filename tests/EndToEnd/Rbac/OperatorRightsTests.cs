using Environs.EndToEnd.Tests.Installation;

namespace Environs.EndToEnd.Tests.Rbac;

/// <summary>The operator's service account may do what the operator does, and nothing else.</summary>
[Trait("Category", "Cluster")]
public sealed class OperatorRightsTests(InstalledOperator @operator) : IAsyncLifetime
{
    private const string Everywhere = "";
    private const string Home = InstalledOperator.Namespace;
    private const string User = $"system:serviceaccount:{Home}:environs";

    public async ValueTask InitializeAsync() => await @operator.EnsureAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData(Everywhere, "list", "environments.environs.dev")]
    [InlineData(Everywhere, "watch", "environments.environs.dev")]
    [InlineData(Everywhere, "patch", "environments.environs.dev/status")]
    [InlineData(Everywhere, "update", "environments.environs.dev/finalizers")]
    [InlineData(Everywhere, "watch", "environmentclasses.environs.dev")]
    [InlineData(Everywhere, "list", "services.environs.dev")]
    [InlineData(Everywhere, "watch", "tasks.environs.dev")]
    [InlineData(Everywhere, "watch", "taskexecutions.environs.dev")]
    [InlineData(Everywhere, "patch", "services.environs.dev/status")]
    [InlineData(Everywhere, "patch", "tasks.environs.dev/status")]
    [InlineData(Everywhere, "patch", "taskexecutions.environs.dev/status")]
    [InlineData(Everywhere, "create", "services.environs.dev")]
    [InlineData(Everywhere, "patch", "tasks.environs.dev")]
    [InlineData(Everywhere, "create", "taskexecutions.environs.dev")]
    [InlineData(Everywhere, "delete", "taskexecutions.environs.dev")]
    [InlineData(Everywhere, "watch", "nodes")]
    [InlineData(Everywhere, "list", "pods")]
    [InlineData(Everywhere, "create", "pods")]
    [InlineData(Everywhere, "delete", "pods")]
    [InlineData(Everywhere, "patch", "pods")]
    [InlineData(Everywhere, "get", "services")]
    [InlineData(Everywhere, "create", "services")]
    [InlineData(Everywhere, "watch", "persistentvolumeclaims")]
    [InlineData(Everywhere, "create", "persistentvolumeclaims")]
    [InlineData(Everywhere, "create", "events.events.k8s.io")]
    [InlineData(Everywhere, "patch", "events.events.k8s.io")]
    [InlineData(Everywhere, "create", "configmaps")]
    [InlineData(Everywhere, "watch", "configmaps", "environs-operator")]
    [InlineData(Everywhere, "patch", "configmaps", "environs-operator")]
    [InlineData(Everywhere, "get", "serviceaccounts", "default")]
    [InlineData(Everywhere, "create", "tokenreviews.authentication.k8s.io")]
    [InlineData(Everywhere, "create", "subjectaccessreviews.authorization.k8s.io")]
    [InlineData(Everywhere, "patch", "mutatingwebhookconfigurations.admissionregistration.k8s.io", "environs-admission")]
    [InlineData(Everywhere, "patch", "validatingwebhookconfigurations.admissionregistration.k8s.io", "environs-admission")]
    [InlineData(Everywhere, "watch", "validatingwebhookconfigurations.admissionregistration.k8s.io", "environs-admission")]
    [InlineData(Everywhere, "list", "namespaces")]
    [InlineData(Everywhere, "watch", "namespaces")]
    [InlineData(Everywhere, "get", "networkpolicies.networking.k8s.io")]
    [InlineData(Everywhere, "list", "networkpolicies.networking.k8s.io")]
    [InlineData(Everywhere, "watch", "networkpolicies.networking.k8s.io")]
    [InlineData(Everywhere, "create", "networkpolicies.networking.k8s.io")]
    [InlineData(Everywhere, "patch", "networkpolicies.networking.k8s.io")]
    [InlineData(Everywhere, "delete", "networkpolicies.networking.k8s.io")]
    [InlineData(Home, "create", "secrets")]
    [InlineData(Home, "watch", "secrets", "environs-supervision")]
    [InlineData(Home, "patch", "secrets", "environs-supervision")]
    [InlineData(Home, "watch", "services", "environs-supervision")]
    [InlineData(Home, "create", "leases.coordination.k8s.io")]
    [InlineData(Home, "update", "leases.coordination.k8s.io", "environs-operator")]
    public async Task It_may(string where, string verb, string resource, string? name = null) =>
        Assert.True(await @operator.Client.MayAsync(User, where, verb, resource, name));

    [Theory]
    [InlineData(Everywhere, "get", "secrets")]
    [InlineData(Everywhere, "list", "secrets")]
    [InlineData(Everywhere, "watch", "secrets")]
    [InlineData(Home, "get", "secrets")]
    [InlineData(Home, "list", "secrets")]
    [InlineData("kube-system", "get", "secrets")]
    [InlineData("kube-system", "create", "secrets")]
    [InlineData("kube-system", "watch", "secrets", "environs-supervision")]
    [InlineData(Home, "patch", "secrets", "another")]
    [InlineData(Home, "delete", "secrets", "environs-supervision")]
    // Where there is a gateway it may.
    [InlineData(Home, "get", "secrets", "environs-tokens")]
    [InlineData(Home, "patch", "secrets", "environs-tokens")]
    [InlineData(Everywhere, "get", "configmaps")]
    [InlineData(Everywhere, "list", "configmaps")]
    [InlineData(Everywhere, "patch", "configmaps", "another")]
    [InlineData(Everywhere, "delete", "configmaps", "environs-operator")]
    [InlineData(Everywhere, "watch", "services", "environs-supervision")]
    [InlineData(Everywhere, "create", "pods/exec")]
    [InlineData(Everywhere, "get", "pods/exec")]
    [InlineData(Everywhere, "create", "pods/attach")]
    [InlineData(Everywhere, "create", "pods/portforward")]
    [InlineData(Everywhere, "get", "pods/log")]
    [InlineData(Everywhere, "update", "pods")]
    [InlineData(Everywhere, "update", "pods/ephemeralcontainers")]
    [InlineData(Everywhere, "create", "pods/eviction")]
    [InlineData(Everywhere, "deletecollection", "pods")]
    [InlineData(Everywhere, "patch", "persistentvolumeclaims")]
    [InlineData(Everywhere, "deletecollection", "persistentvolumeclaims")]
    [InlineData(Everywhere, "list", "persistentvolumes")]
    [InlineData(Everywhere, "patch", "nodes")]
    [InlineData(Everywhere, "update", "nodes/status")]
    [InlineData(Everywhere, "get", "nodes/proxy")]
    [InlineData(Everywhere, "update", "environments.environs.dev")]
    [InlineData(Everywhere, "patch", "environments.environs.dev")]
    [InlineData(Everywhere, "create", "environments.environs.dev")]
    [InlineData(Everywhere, "delete", "environments.environs.dev")]
    [InlineData(Everywhere, "patch", "environmentclasses.environs.dev")]
    [InlineData(Everywhere, "update", "services.environs.dev")]
    [InlineData(Everywhere, "update", "tasks.environs.dev/status")]
    [InlineData(Everywhere, "deletecollection", "taskexecutions.environs.dev")]
    [InlineData(Everywhere, "list", "events.events.k8s.io")]
    [InlineData(Everywhere, "create", "events")]
    [InlineData(Everywhere, "get", "namespaces")]
    [InlineData(Everywhere, "patch", "namespaces")]
    [InlineData(Everywhere, "assign", "environments.environs.dev/owner")]
    [InlineData(Everywhere, "list", "services")]
    [InlineData(Everywhere, "patch", "services")]
    [InlineData(Everywhere, "delete", "services")]
    [InlineData(Everywhere, "update", "networkpolicies.networking.k8s.io")]
    [InlineData(Everywhere, "deletecollection", "networkpolicies.networking.k8s.io")]
    [InlineData(Everywhere, "create", "ingresses.networking.k8s.io")]
    [InlineData(Everywhere, "list", "serviceaccounts")]
    [InlineData(Everywhere, "get", "serviceaccounts", "another")]
    [InlineData("default", "get", "secrets", "environs-supervision")]
    [InlineData(Home, "create", "serviceaccounts/token")]
    [InlineData(Everywhere, "impersonate", "users")]
    [InlineData(Everywhere, "create", "deployments.apps")]
    [InlineData(Home, "patch", "deployments.apps")]
    [InlineData(Everywhere, "create", "clusterrolebindings.rbac.authorization.k8s.io")]
    [InlineData(Everywhere, "escalate", "clusterroles.rbac.authorization.k8s.io")]
    [InlineData(Home, "create", "rolebindings.rbac.authorization.k8s.io")]
    [InlineData(Everywhere, "patch", "customresourcedefinitions.apiextensions.k8s.io")]
    [InlineData(Everywhere, "create", "validatingwebhookconfigurations.admissionregistration.k8s.io")]
    [InlineData(Everywhere, "patch", "validatingwebhookconfigurations.admissionregistration.k8s.io", "another")]
    [InlineData(Everywhere, "patch", "mutatingwebhookconfigurations.admissionregistration.k8s.io", "another")]
    [InlineData(Everywhere, "list", "mutatingwebhookconfigurations.admissionregistration.k8s.io")]
    [InlineData(Everywhere, "delete", "mutatingwebhookconfigurations.admissionregistration.k8s.io", "environs-admission")]
    [InlineData("default", "create", "leases.coordination.k8s.io")]
    [InlineData(Home, "update", "leases.coordination.k8s.io", "another")]
    [InlineData(Home, "delete", "leases.coordination.k8s.io", "environs-operator")]
    [InlineData(Home, "list", "leases.coordination.k8s.io")]
    public async Task It_may_not(string where, string verb, string resource, string? name = null) =>
        Assert.False(await @operator.Client.MayAsync(User, where, verb, resource, name));

    [Fact]
    public async Task The_api_server_keeps_secrets_from_it()
    {
        var answer = await @operator.Tools.KubectlAsync("--as", User, "get", "secrets", "--all-namespaces");

        Assert.NotEqual(0, answer.ExitCode);
        Assert.Contains("forbidden", answer.Errors, StringComparison.OrdinalIgnoreCase);
    }
}
