using Environs.Crds;
using Environs.Operator.Automations;
using Environs.Operator.Docker;
using Environs.Operator.Environments;
using Environs.Operator.Secrets;
using Environs.Operator.Tests.Environments;
using k8s.Models;
using static Environs.Operator.Tests.Secrets.EnvironmentSecretsTests;

namespace Environs.Operator.Tests.Secrets;

/// <summary>What of secrets is in a pod: names, never more.</summary>
public class SecretPodTests
{
    private static readonly SecretKeyReference Reference = new() { Name = "db", Key = "password" };

    [Fact]
    public void A_pod_without_secrets_has_nothing_of_them()
    {
        var pod = Build();
        Assert.DoesNotContain(pod.Spec.Volumes, volume => volume.Name == "secrets");
        Assert.Null(pod.Spec.ImagePullSecrets);
        Assert.All(Containers(pod), container => Assert.DoesNotContain(container.Env, variable => variable.Name == "ENVIRONS_SECRETS"));
        Assert.Empty(EnvironmentSecrets.InPod(pod));
    }

    [Fact]
    public void Every_source_is_optional_and_each_key_a_file_of_its_id()
    {
        var pod = Build(Secret("a", secret => secret.EnvironmentVariable = "A"), Secret("f", secret => (secret.FilePath, secret.FileMode) = ("/f", 256)));
        var sources = pod.Spec.Volumes.Single(volume => volume.Name == "secrets").Projected.Sources;
        Assert.All(sources, source => Assert.True(source.Secret.Optional));
        Assert.Equal(
            ["of-a/key -> a ", "of-f/key -> f 256", $"db/password -> {SecretProjection.File(Reference)} "],
            sources.Select(source => $"{source.Secret.Name}/{source.Secret.Items.Single().Key} -> {source.Secret.Items.Single().Path} {source.Secret.Items.Single().Mode}"));
        Assert.All(Containers(pod), container => Assert.True(container.VolumeMounts.Single(mount => mount.Name == "secrets").ReadOnlyProperty));
    }

    [Fact]
    public void Files_are_linked_in_the_dev_container_alone()
    {
        var pod = Build(Secret("a", secret => secret.EnvironmentVariable = "A"), Secret("f", secret => secret.FilePath = "/f"));
        Assert.Equal(["a", "f"], EnvironmentSecrets.InPod(pod).Select(secret => secret.Id));
        Assert.Contains("\"f\"", Told(pod.Spec.InitContainers[0]), StringComparison.Ordinal);
        Assert.DoesNotContain("\"f\"", Told(pod.Spec.Containers.Single(container => container.Name == "machine")), StringComparison.Ordinal);
    }

    [Fact]
    public void Git_in_machine_asks_a_helper_and_is_told_no_password()
    {
        var machine = Build(Secret("g", secret => secret.GitCredentialHost = "git.example.com")).Spec.Containers.Single(container => container.Name == "machine");
        var variables = machine.Env.ToDictionary(variable => variable.Name, variable => variable.Value);
        Assert.Equal("3", variables["GIT_CONFIG_COUNT"]);
        Assert.Equal("credential.https://git.example.com.helper", variables["GIT_CONFIG_KEY_2"]);
        Assert.Equal("/environs/bin/supervisor credential /environs/secrets/g", variables["GIT_CONFIG_VALUE_2"]);
    }

    [Fact]
    public void Images_are_pulled_with_the_environments_own_and_the_namespaces()
    {
        var environment = Some.Environment(e => e.Spec.Secrets = [Secret("r", secret => secret.ContainerRegistryBasicAuthHost = "h")]);
        var pod = EnvironmentPod.Build(environment, Some.Class().Spec, true, Some.Options, [], [new V1LocalObjectReference { Name = "usual" }, new V1LocalObjectReference { Name = "of-r" }]);
        Assert.Equal(["of-r", "usual"], pod.Spec.ImagePullSecrets.Select(one => one.Name));
        // Nothing in the environment needs to see it.
        Assert.DoesNotContain(pod.Spec.Volumes, volume => volume.Name == "secrets");
    }

    [Fact]
    public void A_pod_beside_has_variables_and_what_its_own_name_and_no_files()
    {
        var environment = Some.Environment(e => e.Spec.Secrets = [Secret("a", secret => secret.EnvironmentVariable = "A"), Secret("f", secret => secret.FilePath = "/f"), Secret("g", secret => secret.GitCredentialHost = "h")]);
        var beside = EnvironmentPod.Build(environment, Some.Class().Spec, true, Some.Options);
        beside.Metadata.Uid = "u";
        beside.Spec.NodeName = "n";
        var unit = new DockerUnit(DockerNames.ServiceLabel, "s", "demo.web", "web", "redis") { References = [Reference] };
        var pod = DockerPodBuilder.Build(environment, beside, unit, "1", Some.Options);
        Assert.Equal(["a", SecretProjection.File(Reference)], pod.Spec.Volumes.Single(volume => volume.Name == "secrets").Projected.Sources.Select(source => source.Secret.Items.Single().Path));
        var told = Told(pod.Spec.Containers.Single());
        Assert.Contains("\"a\"", told, StringComparison.Ordinal);
        Assert.DoesNotContain("\"g\"", told, StringComparison.Ordinal);
    }

    [Fact]
    public void A_command_is_told_where_its_value_lies()
    {
        var service = new V1alpha1Service
        {
            Metadata = new() { Uid = "u", Name = "s" },
            Spec = new() { Reference = "web", Commands = new() { Start = "x" }, Env = [new() { Name = "A", ValueFrom = new() { SecretKeyRef = Reference } }, new() { Name = "B" }] },
        };
        var variables = DesiredWork.Service(service, "1", run: true).Variables;
        Assert.Equal((SecretProjection.File(Reference), "", "Secret \"db\", key \"password\"", false), (variables[0].Secret, variables[0].Value, variables[0].SecretName, variables[0].Optional));
        Assert.Equal(("", ""), (variables[1].Secret, variables[1].Value));
        // The same file, whether it may be missing or not.
        Assert.Equal(SecretProjection.File(Reference), SecretProjection.File(Reference with { Optional = true }));
    }

    private static V1Pod Build(params SecretSpec[] secrets) =>
        EnvironmentPod.Build(Some.Environment(e => e.Spec.Secrets = secrets), Some.Class().Spec, true, Some.Options, secrets.Length > 0 ? [Reference, Reference with { Optional = true }] : []);

    private static IEnumerable<V1Container> Containers(V1Pod pod) => [.. pod.Spec.InitContainers, .. pod.Spec.Containers];

    private static string Told(V1Container container) => container.Env.FirstOrDefault(variable => variable.Name == "ENVIRONS_SECRETS")?.Value ?? "";
}
