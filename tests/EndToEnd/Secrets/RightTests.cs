using Environs.Crds;
using Environs.EndToEnd.Tests.Installation;
using Environs.Support;
using k8s;
using k8s.Models;

namespace Environs.EndToEnd.Tests.Secrets;

/// <summary>Somebody who may edit environments and what runs in them, and may read one Secret of two.</summary>
public sealed class RightTests(InstalledOperator @operator) : OperatorTest(@operator)
{
    private string User => $"{Here.Namespace}-ada";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Operator.Client.RbacAuthorizationV1.CreateNamespacedRoleAsync(
            new V1Role
            {
                Metadata = new() { Name = "ada" },
                Rules =
                [
                    new() { ApiGroups = [V1alpha1Environment.Group], Resources = ["*"], Verbs = ["get", "create", "update", "patch"] },
                    new() { ApiGroups = [""], Resources = ["secrets"], ResourceNames = ["hers"], Verbs = ["get"] },
                ],
            },
            Here.Namespace);
        await Operator.Client.RbacAuthorizationV1.CreateNamespacedRoleBindingAsync(
            new V1RoleBinding
            {
                Metadata = new() { Name = "ada" },
                RoleRef = new() { ApiGroup = "rbac.authorization.k8s.io", Kind = "Role", Name = "ada" },
                Subjects = [new() { ApiGroup = "rbac.authorization.k8s.io", Kind = "User", Name = User }],
            },
            Here.Namespace);
    }

    [Fact]
    public async Task Nobody_names_a_Secret_that_they_may_not_read()
    {
        foreach (var (kind, spec, field) in Kinds)
        {
            var (code, said) = await ApplyAsync(kind, $"{kind}-theirs".ToLowerInvariant(), spec("theirs"));
            Assert.NotEqual(0, code);
            Assert.Contains(field, said, StringComparison.Ordinal);
            Assert.Contains("Secret \"theirs\"", said, StringComparison.Ordinal);

            var name = $"{kind}-hers".ToLowerInvariant();
            Assert.Equal(0, (await ApplyAsync(kind, name, spec("hers"))).Code);
            Assert.NotEqual(0, (await ApplyAsync(kind, name, spec("theirs"))).Code);
            // What an administrator has put there stays, and she may change something else.
            Playground.Accepted(await Here.Api.ApplyAsync($"{CrdKinds.ObjectsPath(kind, Here.Namespace)}/{name}", CrdKinds.Make(kind, spec("theirs"), name)));
            Assert.Equal(0, (await Here.KubectlAsync("--as", User, "patch", $"{CrdKinds.Entity(kind).PluralName}.environs.dev", name, "--type=merge", "--patch={\"spec\":{\"displayName\":\"hers\"}}")).ExitCode);
        }
    }

    private static IEnumerable<(string Kind, Func<string, string> Spec, string Field)> Kinds =>
    [
        ("Environment", secret => $$$$"""{"desiredPhase":"Stopped","secrets":[{"id":"a","secretKeyRef":{"name":"{{{{secret}}}}","key":"k"},"environmentVariable":"A"}]}""", "spec.secrets[a].secretKeyRef"),
        ("Service", secret => $$$$"""{"environmentRef":{"name":"x"},"reference":"web","commands":{"start":"true"},"env":[{"name":"A","valueFrom":{"secretKeyRef":{"name":"{{{{secret}}}}","key":"k"}}}]}""", "spec.env[A].valueFrom.secretKeyRef"),
        ("Task", secret => $$$$"""{"environmentRef":{"name":"x"},"reference":"build","command":"true","env":[{"name":"A","valueFrom":{"secretKeyRef":{"name":"{{{{secret}}}}","key":"k"}}}]}""", "spec.env[A].valueFrom.secretKeyRef"),
    ];

    private async Task<(int Code, string Said)> ApplyAsync(string kind, string name, string spec)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, CrdKinds.Make(kind, spec, name).ToJsonString());
            var answer = await Here.KubectlAsync("--as", User, "apply", "--server-side", "--force-conflicts", "--field-manager=environs-test", "--filename", file);
            return (answer.ExitCode, answer.Errors);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
