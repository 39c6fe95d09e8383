using System.Text.Json;
using System.Text.Json.Nodes;
using Environs.Crds;
using Environs.Support;
using Environs.Support.Clusters;
using k8s;

namespace Environs.EndToEnd.Tests.Installation;

/// <summary>A namespace and the classes of one test; gone with it.</summary>
public sealed class Playground : IAsyncDisposable
{
    private const string ClassesPath = "/apis/environs.dev/v1alpha1/environmentclasses";
    private readonly TestNamespace own;
    private readonly List<Func<Task>> leftovers = [];

    private Playground(InstalledOperator @operator, TestNamespace own) => (Operator, this.own) = (@operator, own);

    public InstalledOperator Operator { get; }

    public string Namespace => own.Name;

    public Kubernetes Client => own.Client;

    public ResourceApi Api => Operator.Api;

    public Images Images => Operator.Images;

    public static async Task<Playground> CreateAsync(InstalledOperator @operator, string name) => new(@operator, await @operator.Cluster.NamespaceAsync(name));

    /// <summary>Makes or changes a class; classes have no namespace, so the namespace is part of its name.</summary>
    public async Task<string> ClassAsync(EnvironmentClassSpec spec, string name = "small", bool isDefault = false)
    {
        var full = $"{Namespace}-{name}";
        Cleanup(() => Api.DeleteAsync($"{ClassesPath}/{full}"));
        var made = CrdKinds.Make("EnvironmentClass", JsonSerializer.Serialize(spec, CrdsJson.Default.EnvironmentClassSpec), full);
        if (isDefault) made["metadata"]!["annotations"] = new JsonObject { [V1alpha1EnvironmentClass.DefaultAnnotation] = "true" };
        Accepted(await Api.ApplyAsync($"{ClassesPath}/{full}", made));
        return full;
    }

    /// <summary>A class that costs next to nothing: a tiny image, no volume.</summary>
    public Task<string> TinyAsync() => ClassAsync(new() { Image = Images.Busybox, TerminationGracePeriodSeconds = 5 }, "tiny");

    /// <summary>A class with a tiny image and a volume.</summary>
    public Task<string> TinyWithVolumeAsync() => ClassAsync(new() { Image = Images.Busybox, TerminationGracePeriodSeconds = 5, Storage = new() { Size = new("1Gi") } }, "volume");

    public async Task<TestEnvironment> ApplyAsync(EnvironmentSpec spec, string name = "x")
    {
        var environment = new TestEnvironment(this, name);
        await environment.ApplyAsync(spec);
        return environment;
    }

    /// <summary>An environment of the class that does nothing but run.</summary>
    public async Task<TestEnvironment> RunAsync(string @class, string name = "x")
    {
        var environment = await ApplyAsync(new() { Machine = new() { Class = @class } }, name);
        await environment.RunningAsync();
        return environment;
    }

    public Task<ProgramResult> KubectlAsync(params string[] arguments) => Operator.Tools.KubectlAsync(["--namespace", Namespace, .. arguments]);

    /// <summary>Remembers something to be undone at the end; the last first.</summary>
    public void Cleanup(Func<Task> undo) => leftovers.Insert(0, undo);

    /// <summary>Does it until it is admitted: at a moment at which replicas come and go the webhook may not answer, and whoever applies tries again.</summary>
    public static async Task AdmittedAsync(Func<Task<ApiAnswer>> request)
    {
        ApiAnswer? answer = null;
        await Eventually.TrueAsync(
            async () => !(answer = await request()).Message.Contains("failed calling webhook", StringComparison.Ordinal), TimeSpan.FromMinutes(2), "the webhook answers");
        Accepted(answer!);
    }

    public static void Accepted(ApiAnswer answer)
    {
        if (!answer.IsSuccess) throw new InvalidOperationException($"The API server refused with {answer.Code}: {answer.Message}");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var undo in leftovers) await undo();
        await Operator.LeaveAsync(own);
    }
}
