using System.Text.Json.Nodes;
using Environs.Crds;
using Environs.EndToEnd.Tests.Automations;
using Environs.EndToEnd.Tests.Installation;
using k8s;

namespace Environs.EndToEnd.Tests.Docker;

public sealed class DockerServiceTests(InstalledOperator @operator) : DockerTest(@operator)
{
    [Fact]
    public async Task A_service_runs_in_a_pod_of_any_image_with_the_workspace_and_is_found_by_its_name()
    {
        var (environment, automations) = await StartAsync("app", Devbox);
        await DefineAsync("Service", environment, "cache", $$"""
            "runsOn": {"docker": {"image": "{{Here.Images.Busybox}}", "environment": ["GREETING=hello = you", "OVER=docker"]} }, "env": [{"name": "OVER", "value": "env"}], "desiredPhase": "Running",
            "commands": {"start": "echo \"$GREETING $OVER $PWD\" >from-service; mkdir /tmp/www; echo \"cached $(hostname)\" >/tmp/www/index.html; exec httpd -f -p 8080 -h /tmp/www", "ready": "wget -q -O - http://localhost:8080/ >/dev/null"}
            """);
        var service = await automations.ServiceAsync("cache", ServicePhases.Running);

        Assert.Equal($"cache.environs-{environment.Name}.{Here.Namespace}.svc", service.Status!.Address);
        Assert.Equal("hello = you env /workspaces/app", await environment.ExecAsync("cat /workspaces/app/from-service"));
        await environment.UntilExecAsync("curl -s http://cache:8080/ || true", "cached cache");
        await environment.UntilExecAsync($"curl -s http://{service.Status.Address}:8080/ || true", "cached cache");
        var pod = Assert.Single(await PodsAsync());
        Assert.Equal((service.Status.PodName, (await environment.PodAsync())!.Spec.NodeName), (pod.Metadata.Name, pod.Spec.NodeName));

        // A dev container that is made anew leaves it alone.
        await environment.EndDevContainerAsync();
        await environment.UntilAsync(status => status.Devcontainer?.RestartCount == 1 && status.Phase == EnvironmentPhases.Running, "the dev container is another");
        await environment.UntilExecAsync("curl -s http://cache:8080/ || true", "cached cache");
        Assert.Equal(pod.Metadata.Uid, Assert.Single(await PodsAsync()).Metadata.Uid);

        // Another session is another pod.
        await automations.PatchAsync("Service", service.Metadata.Name, new JsonObject { ["session"] = "two" });
        service = await automations.ServiceAsync("cache", ServicePhases.Running, "two");
        Assert.NotEqual(pod.Metadata.Uid, Assert.Single(await PodsAsync()).Metadata.Uid);

        // Who deletes the pod has stopped the service.
        await Here.Client.CoreV1.DeleteNamespacedPodAsync(service.Status!.PodName, Here.Namespace);
        await automations.ServiceAsync("cache", ServicePhases.Stopped);
        await NoPodAsync(environment);
        await automations.PatchAsync("Service", service.Metadata.Name, new JsonObject { ["session"] = "three" });
        await automations.ServiceAsync("cache", ServicePhases.Running, "three");

        await environment.ApplyAsync((await environment.GetAsync()).Spec with { DesiredPhase = DesiredPhases.Stopped });
        await environment.StoppedAsync();
        await automations.ServiceAsync("cache", ServicePhases.Stopped);
        await NoPodAsync(environment);
        await environment.ApplyAsync((await environment.GetAsync()).Spec with { DesiredPhase = null });
        await automations.ServiceAsync("cache", ServicePhases.Running);

        await environment.DeleteAsync();
        await environment.GoneAsync();
        await NoPodAsync(environment);
        await environment.PollAsync(
            async () => (await Here.Client.CoreV1.ListNamespacedServiceAsync(Here.Namespace)).Items.Count == 0, "nor is the name that it was found by", null);
    }

    [Fact]
    public async Task It_stops_by_its_rules_and_its_failure_is_told()
    {
        var (environment, automations) = await StartAsync("app", Devbox);
        await DefineAsync("Service", environment, "Stubborn_1", $$"""
            "runsOn": {"docker": {"image": "{{Here.Images.Busybox}}"} }, "desiredPhase": "Running",
            "commands": {"start": "trap '' TERM; touch running; while true; do sleep 1; done", "ready": "test -e running", "stop": "echo cannot stop; exit 3"}
            """);
        var service = await automations.ServiceAsync("Stubborn_1", ServicePhases.Running);
        Assert.StartsWith("stubborn-1--", service.Status!.Address);
        Assert.Equal("x.stubborn-1", (await PodsAsync())[0].Metadata.Annotations["environs.dev/owner"]);
        await automations.PatchAsync("Service", service.Metadata.Name, new JsonObject { ["desiredPhase"] = "Stopped" });
        service = await automations.ServiceAsync("Stubborn_1", ServicePhases.Failed);
        Assert.Contains("cannot stop", service.Status!.FailureMessage);
        await NoPodAsync(environment);
        Assert.Equal(ServicePhases.Failed, (await automations.ServiceAsync("Stubborn_1", ServicePhases.Failed)).Status!.Phase);
    }

    [Fact]
    public async Task It_runs_without_rights_in_an_environment_that_has_none()
    {
        var (environment, automations) = await StartAsync("app", new() { Image = Here.Images.Busybox, PodSecurityLevel = PodSecurityLevels.Restricted, TerminationGracePeriodSeconds = 5 });
        await DefineAsync("Service", environment, "plain", $$""" "runsOn": {"docker": {"image": "{{Here.Images.Devbox}}"} }, "desiredPhase": "Running", "commands": {"start": "id -u; exec sleep 1000"} """);
        var service = await automations.ServiceAsync("plain", ServicePhases.Running);
        await environment.UntilLogAsync(null, "[plain] 1000", service.Status!.PodName!);
        var spec = Assert.Single(await PodsAsync()).Spec;
        Assert.True(spec.SecurityContext.RunAsNonRoot);
        Assert.All(spec.Containers.Concat(spec.InitContainers), container => Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop));
    }

    [Fact]
    public async Task What_cannot_run_says_why()
    {
        var (environment, automations) = await StartAsync("app", new() { Image = Here.Images.Busybox, TerminationGracePeriodSeconds = 5 });
        const string commands = """ "desiredPhase": "Running", "commands": {"start": "sleep 1000"} """;
        await DefineAsync("Service", environment, "shellless", $$"""{{commands}}, "runsOn": {"docker": {"image": "{{Here.Images.Supervisor}}"} }""");
        await DefineAsync("Service", environment, "nowhere", $$"""{{commands}}, "runsOn": {"docker": {"image": "environs.local/no/such:1"} }""");
        var shellless = await automations.ServiceAsync("shellless", ServicePhases.Failed);
        Assert.Contains("the image has no shell", shellless.Status!.FailureMessage);
        // The pod of one that failed stays, for its log; the class has no storage to be shared.
        await environment.UntilLogAsync(null, "shellless", shellless.Status.PodName!);
        Assert.Contains("without its workspace", TestEnvironment.Condition(shellless.Status.Conditions, "Accepted")!.Message);

        await environment.PollAsync(
            async () => Ready(await automations.ServiceAsync("nowhere", ServicePhases.Starting)).StartsWith("False ImagePullFailed: Image \"environs.local/no/such:1\"", StringComparison.Ordinal), "it says that there is no such image", null);
    }

    [Fact]
    public async Task A_pod_over_quota_is_told_and_made_when_there_is_room()
    {
        var (environment, automations) = await StartAsync("app", Devbox);
        await Here.Client.CoreV1.CreateNamespacedResourceQuotaAsync(
            new() { Metadata = new() { Name = "few" }, Spec = new() { Hard = new Dictionary<string, k8s.Models.ResourceQuantity> { ["pods"] = new("1") } } }, Here.Namespace);
        await environment.PollAsync(
            async () => (await Here.Client.CoreV1.ReadNamespacedResourceQuotaAsync("few", Here.Namespace)).Status?.Used?.ContainsKey("pods") == true, "the quota counts", null);
        await DefineAsync("Service", environment, "late", $$""" "desiredPhase": "Running", "runsOn": {"docker": {"image": "{{Here.Images.Busybox}}"} }, "commands": {"start": "sleep 1000"} """);
        await environment.PollAsync(
            async () => Ready(await automations.ServiceAsync("late", ServicePhases.Starting)) is { } ready && ready.StartsWith("False Forbidden", StringComparison.Ordinal) && ready.Contains("exceeded quota", StringComparison.Ordinal), "the quota is told", null);
        await Here.Client.CoreV1.DeleteNamespacedResourceQuotaAsync("few", Here.Namespace);
        await automations.PatchAsync("Service", $"{environment.Name}.late", new JsonObject { ["description"] = "Look again." });
        await automations.ServiceAsync("late", ServicePhases.Running);
    }
}
