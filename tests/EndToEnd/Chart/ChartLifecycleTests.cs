using Environs.EndToEnd.Tests.Installation;
using Environs.Support.Clusters;
using k8s;

namespace Environs.EndToEnd.Tests.Chart;

/// <summary>What an administrator does with helm, and that no user's environment notices.</summary>
[Alone]
public sealed class ChartLifecycleTests(InstalledOperator @operator) : OperatorTest(@operator)
{
    private static readonly string[] Release = [InstalledOperator.Release, "--namespace", InstalledOperator.Namespace];

    [Fact]
    public async Task An_upgrade_and_its_rollback_replace_the_operator_and_no_environment()
    {
        var environment = await Here.RunAsync(await Here.TinyAsync());
        var before = await environment.StatusAsync();
        var operators = await UidsAsync();

        await Operator.UpgradeAsync(("OPERATOR__RECREATIONRESET", "00:11:00"));

        var upgraded = await UidsAsync();
        Assert.Empty(operators.Intersect(upgraded));
        Assert.Equal(before.StatusVersion, (await environment.StatusAsync()).StatusVersion);

        _ = (await Operator.Tools.HelmAsync(["rollback", .. Release, "--wait", "--timeout", "5m"])).Text;

        Assert.Empty(upgraded.Intersect(await UidsAsync()));
        Assert.Equal(before.StatusVersion, (await environment.StatusAsync()).StatusVersion);
        Assert.Equal(before.Machine!.PodUid, (await environment.PodAsync())!.Metadata.Uid);
        await environment.DeleteAsync();
        await environment.GoneAsync();
    }

    [Fact]
    public async Task Uninstalling_keeps_every_environment_as_it_is_and_a_new_install_takes_it_up()
    {
        var environment = await Here.RunAsync(await Here.TinyWithVolumeAsync());
        var before = await environment.GetAsync();
        var pod = await environment.PodAsync();

        await UninstallAsync();
        try
        {
            var left = (await Operator.Tools.KubectlAsync("get", "crd,environmentclass", "--output=name")).Text;
            Assert.Contains("customresourcedefinition.apiextensions.k8s.io/environments.environs.dev", left, StringComparison.Ordinal);
            Assert.Contains("customresourcedefinition.apiextensions.k8s.io/environmentclasses.environs.dev", left, StringComparison.Ordinal);
            Assert.Contains("environmentclass.environs.dev/default", left, StringComparison.Ordinal);
            Assert.Empty((await Operator.Tools.KubectlAsync("get", "clusterrole,clusterrolebinding", "--output=name", "--selector=app.kubernetes.io/instance=environs")).Text);

            Assert.Equal(before.Metadata.ResourceVersion, (await environment.GetAsync()).Metadata.ResourceVersion);
            var kept = await environment.PodAsync();
            Assert.Equal((pod!.Metadata.Uid, "Running"), (kept!.Metadata.Uid, kept.Status.Phase));
            Assert.Equal("alive", await environment.ExecAsync("echo alive"));
        }
        finally
        {
            await Operator.UpgradeAsync();
        }

        Assert.Equal(pod.Metadata.Uid, (await environment.PodAsync())!.Metadata.Uid);
        Assert.Equal(before.Status!.StatusVersion, (await environment.StatusAsync()).StatusVersion);
        await environment.DeleteAsync();
        await environment.GoneAsync();
    }

    [Fact]
    public async Task The_plain_manifests_install_an_operator_that_works()
    {
        await UninstallAsync();
        var manifests = await PlainManifests.RenderAsync(Operator);
        try
        {
            _ = (await Operator.Tools.KubectlAsync("apply", "--server-side", "--force-conflicts", "--filename", manifests)).Text;
            _ = (await Operator.Tools.KubectlAsync("--namespace", InstalledOperator.Namespace, "rollout", "status", "deployment/environs", "--timeout=3m")).Text;

            var environment = await Here.RunAsync(await Here.TinyAsync());
            await environment.DeleteAsync();
            await environment.GoneAsync();
        }
        finally
        {
            await Operator.Tools.KubectlAsync("delete", "--ignore-not-found", "--filename", manifests);
            await Operator.UpgradeAsync();
        }
    }

    private async Task UninstallAsync()
    {
        _ = (await Operator.Tools.HelmAsync(["uninstall", .. Release, "--wait", "--timeout", "3m"])).Text;
        await Eventually.TrueAsync(async () => (await Operator.PodsAsync()).Count == 0, TimeSpan.FromMinutes(2), "the operator's pods are gone");
    }

    private async Task<List<string>> UidsAsync() =>
        [.. (await Operator.PodsAsync()).Where(pod => pod.Metadata.DeletionTimestamp is null).Select(pod => pod.Metadata.Uid)];
}
