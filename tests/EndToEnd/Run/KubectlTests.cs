using Environs.EndToEnd.Tests.Installation;

namespace Environs.EndToEnd.Tests.Run;

/// <summary>What a user sees who has nothing but kubectl.</summary>
public sealed class KubectlTests(InstalledOperator @operator) : OperatorTest(@operator)
{
    [Fact]
    public async Task A_namespace_and_its_environment_may_be_applied_in_one_go()
    {
        var name = $"{Here.Namespace}-new";
        var manifest = Path.Combine(Path.GetTempPath(), $"{name}.yaml");
        await File.WriteAllTextAsync(manifest, $"""
            apiVersion: v1
            kind: Namespace
            metadata:
              name: {name}
            ---
            apiVersion: environs.dev/v1alpha1
            kind: Environment
            metadata:
              name: x
              namespace: {name}
            spec:
              machine:
                class: {await Here.TinyAsync()}
            """);
        Here.Cleanup(() => Here.KubectlAsync("delete", "namespace", name, "--wait=false"));

        _ = (await Operator.Tools.KubectlAsync("apply", "--filename", manifest)).Text;
        _ = (await Operator.Tools.KubectlAsync("--namespace", name, "wait", "--for=condition=Ready", "env/x", "--timeout=120s")).Text;

        File.Delete(manifest);
        Assert.DoesNotContain("Forbidden", (await Operator.Tools.KubectlAsync("--namespace", name, "get", "events")).Text);
    }

    [Fact]
    public async Task Wait_get_and_describe_tell_the_story()
    {
        var git = await Operator.Git;
        var name = await Here.TinyAsync();
        await Here.ApplyAsync(new()
        {
            DisplayName = "My app",
            Machine = new() { Class = name },
            Content = new() { Initializer = new() { Specs = [new() { Git = new() { RemoteUri = git.Url(Here.Namespace) } }] } },
        });

        _ = (await Here.KubectlAsync("wait", "--for=condition=Ready", "env/x", "--timeout=300s")).Text;

        var table = (await Here.KubectlAsync("get", "env")).Text.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
        Assert.Equal(["NAME", "CLASS", "PHASE", "READY", "REASON", "ADMISSION", "BRANCH", "AGE"], table[0]);
        Assert.Equal(["x", name, "Running", "True", "Running", "OwnerOnly", "main"], table[1][..7]);
        var wide = (await Here.KubectlAsync("get", "environments", "--output=wide")).Text;
        Assert.All(["My app", Here.Images.Busybox, "The environment runs in pod x."], part => Assert.Contains(part, wide));
        Assert.Contains(name, (await Here.KubectlAsync("get", "envclass")).Text);
        Assert.Contains("environment.environs.dev/x", (await Here.KubectlAsync("get", "environs", "--output=name")).Text);

        // Events are published beside the passes.
        var environment = new TestEnvironment(Here, "x");
        await environment.PollAsync(
            async () => (await Here.KubectlAsync("describe", "env", "x")).Text is var said && (string[])["CreatedPod", "ContentReady", "Running", "app.git is at /workspaces/app."] is var parts
                && parts.All(said.Contains), "`kubectl describe` shows the events", TimeSpan.FromSeconds(30));
    }
}
