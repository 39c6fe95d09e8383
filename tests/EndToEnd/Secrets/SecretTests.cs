using System.Text.Json;
using Environs.Crds;
using Environs.EndToEnd.Tests.Automations;
using Environs.EndToEnd.Tests.Installation;
using Environs.Support;
using k8s;

namespace Environs.EndToEnd.Tests.Secrets;

/// <summary>Secrets in an environment, from the API server by kubelet to those who look for them.</summary>
public sealed class SecretTests(InstalledOperator @operator) : OperatorTest(@operator)
{
    // Kubelet looks again within a minute and a half.
    private static readonly TimeSpan Sync = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task A_new_value_reaches_files_shells_and_services_without_a_restart()
    {
        await Here.PutSecretAsync("app", ("token", "planted-one"), ("key", "planted-key"));
        var environment = await Here.ApplyAsync(new()
        {
            Machine = new() { Class = await Here.ClassAsync(new() { Image = Here.Images.Devbox, TerminationGracePeriodSeconds = 5 }) },
            Secrets =
            [
                new() { Id = "token", SecretKeyRef = new() { Name = "app", Key = "token" }, EnvironmentVariable = "TOKEN" },
                new() { Id = "file", SecretKeyRef = new() { Name = "app", Key = "key" }, FilePath = "/tmp/app/key", FileMode = 256, Session = "1" },
                new() { Id = "none", SecretKeyRef = new() { Name = "app", Key = "none", Optional = true }, EnvironmentVariable = "NONE" },
            ],
        });
        var running = await environment.RunningAsync();
        // Its supervisor lays them out when the home is there, which may be a moment after the container runs; the image is no root's.
        await environment.UntilExecAsync("bash -c '. /environs/run/secrets.sh; echo $TOKEN/$(cat /tmp/app/key)/${NONE-none}'", "planted-one/planted-key/none");
        Assert.Equal("440", await environment.ExecAsync("stat -L -c %a /tmp/app/key"));
        await environment.UntilAsync(status => status.Secrets?.Select(secret => secret.Phase).SequenceEqual(["Ready", "Ready", "Unavailable"]) == true && status.Devcontainer!.SecretsInSync == true, "secrets are ready");

        await Here.PutSecretAsync("app", ("token", "planted-two"), ("key", "planted-other"));
        await environment.PollAsync(async () => await environment.ExecAsync("bash -c '. /environs/run/secrets.sh; echo $TOKEN/$(cat /tmp/app/key)'") == "planted-two/planted-other", "the new values are there", Sync);
        var after = await environment.StatusAsync();
        Assert.Equal((running.Machine!.PodUid, running.Devcontainer!.ContainerId, null), (after.Machine!.PodUid, after.Devcontainer!.ContainerId, after.Devcontainer.RestartCount));
    }

    [Fact]
    public async Task What_is_missing_is_named_and_the_environment_starts_when_it_comes()
    {
        var environment = await Here.ApplyAsync(new()
        {
            Machine = new() { Class = await Here.TinyAsync() },
            Secrets = [new() { Id = "token", SecretKeyRef = new() { Name = "late", Key = "token" }, EnvironmentVariable = "TOKEN" }],
        });
        var waiting = await environment.UntilReasonAsync("SecretMissing");
        Assert.Contains("Secret \"late\", key \"token\"", Assert.Single(waiting.FailureMessage!), StringComparison.Ordinal);
        Assert.Equal("Initializing", waiting.Secrets!.Single().Phase);
        await Here.PutSecretAsync("late", ("other", "x"));
        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
        Assert.NotEqual(EnvironmentPhases.Running, (await environment.StatusAsync()).Phase);
        await Here.PutSecretAsync("late", ("token", "planted-late"));
        await environment.RunningAsync();
        await environment.UntilAsync(status => status.Secrets!.Single().Phase == "Ready", "the secret is ready");
    }

    [Fact]
    public async Task Planted_values_are_nowhere_but_where_they_shall_be()
    {
        Assert.SkipWhen(Operator.Cluster.AuditLog is null, "The processes of this cluster's node cannot be read.");
        string[] planted = ["planted-7f3a-variable", "planted-7f3a-file", "planted-7f3a-service", "planted-7f3a-docker", "planted-7f3a-git"];
        await Here.PutSecretAsync("app", [.. planted.Select((value, i) => ($"key{i}", value))]);
        var environment = await Here.ApplyAsync(new()
        {
            Machine = new() { Class = await Here.TinyWithVolumeAsync() },
            Secrets =
            [
                new() { Id = "variable", SecretKeyRef = new() { Name = "app", Key = "key0" }, EnvironmentVariable = "TOKEN" },
                new() { Id = "file", SecretKeyRef = new() { Name = "app", Key = "key1" }, FilePath = "/tmp/key" },
                new() { Id = "git", SecretKeyRef = new() { Name = "app", Key = "key4" }, GitCredentialHost = "git.example.com" },
            ],
        });
        await environment.RunningAsync();
        var automations = new TestAutomations(Here, environment);
        await PutAsync("dev", Service("key2", null));
        await PutAsync("beside", Service("key3", new() { Docker = new() { Image = Here.Images.Busybox } }));
        _ = await automations.ServiceAsync("beside", "Running");
        Assert.Contains("another start of the environment", (await automations.ServiceAsync("dev", "Failed")).Status!.FailureMessage, StringComparison.Ordinal);
        var before = await environment.StatusAsync();
        var spec = (await environment.GetAsync()).Spec;
        await environment.ApplyAsync(spec with { Machine = spec.Machine! with { Session = "2" } });
        await environment.RunningInNewPodAsync(before);
        _ = await automations.ServiceAsync("dev", "Running");
        _ = await automations.ServiceAsync("beside", "Running");

        var found = new List<string>();
        void Look(string where, string text) => found.AddRange(planted.Where(value => text.Contains(value, StringComparison.Ordinal)).Select(value => $"{value} in {where}"));
        // Every kind that the server has, but for the Secrets themselves.
        foreach (var kind in (await Here.KubectlAsync("api-resources", "--namespaced", "--verbs=list", "--output=name")).Text.Split('\n').Where(kind => kind != "secrets"))
            Look(kind, (await Here.KubectlAsync("get", kind, "--output=yaml", "--ignore-not-found")).Text);
        foreach (var pod in (await Here.Client.CoreV1.ListNamespacedPodAsync(Here.Namespace)).Items)
            Look($"the log of {pod.Metadata.Name}", (await Here.KubectlAsync("logs", pod.Metadata.Name, "--all-containers")).Output);
        foreach (var pod in await Operator.PodsAsync())
            Look($"the log of {pod.Metadata.Name}", (await Operator.Tools.KubectlAsync("logs", "--namespace", InstalledOperator.Namespace, pod.Metadata.Name, "--all-containers")).Output);
        foreach (var line in NodeProcesses.CommandLines()) Look("a command line", line);
        Look("files of the supervisor", await environment.ExecAsync("cat /environs/run/* /environs/run/logs/*/* 2>/dev/null; cat /etc/gitconfig"));
        Assert.Empty(found);
        // It would have been seen.
        Assert.Equal(planted[1], await environment.ExecAsync("cat /tmp/key"));
    }

    private async Task PutAsync(string reference, ServiceSpec spec) => Playground.Accepted(await Here.Api.ApplyAsync(
        $"{CrdKinds.ObjectsPath("Service", Here.Namespace)}/x.{reference}",
        CrdKinds.Make("Service", JsonSerializer.Serialize(spec with { Reference = reference }, CrdsJson.Default.ServiceSpec), $"x.{reference}")));

    private static ServiceSpec Service(string key, RunsOn? place) => new()
    {
        EnvironmentRef = new() { Name = "x" },
        DesiredPhase = DesiredPhases.Running,
        RunsOn = place,
        Commands = new() { Start = "test ${#OWN} -gt 10 || exit 3; exec sleep 100000", Ready = "test -n \"$TOKEN\"" },
        Env = [new() { Name = "OWN", ValueFrom = new() { SecretKeyRef = new() { Name = "app", Key = key } } }],
    };
}
