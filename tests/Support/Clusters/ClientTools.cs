namespace Environs.Support.Clusters;

/// <summary>kubectl and helm, as a user runs them.</summary>
public sealed class ClientTools(ClusterUnderTest cluster)
{
    private static readonly Lazy<Task<string>> KubectlPath = new(() => FindAsync("kubectl"));
    private static readonly Lazy<Task<string>> HelmPath = new(() => FindAsync("helm"));

    private Dictionary<string, string> Variables { get; } = new() { ["KUBECONFIG"] = cluster.Kubeconfig };

    public async Task<ProgramResult> KubectlAsync(params string[] arguments) => await HostProgram.RunAsync(await KubectlPath.Value, arguments, Variables);

    /// <summary>A line for a shell that runs kubectl, and the variables that it needs; for what goes on while a test does.</summary>
    public async Task<(string Line, IReadOnlyDictionary<string, string> Variables)> InteractiveAsync(params string[] arguments) =>
        (string.Join(' ', [await KubectlPath.Value, .. arguments]), Variables);

    public async Task<ProgramResult> HelmAsync(params string[] arguments) => await HostProgram.RunAsync(await HelmPath.Value, arguments, Variables);

    private static async Task<string> FindAsync(string tool) =>
        (await HostProgram.RunAsync(Path.Combine(ClusterUnderTest.Checkout, "hack", "tools"), [tool])).Text;
}
