using Environs.Support.Clusters;

namespace Environs.EndToEnd.Tests.Chart;

/// <summary>The chart as helm alone sees it, without a cluster.</summary>
internal static class Chart
{
    private static readonly Lazy<Task<string>> Helm =
        new(async () => (await HostProgram.RunAsync(Path.Combine(ClusterUnderTest.Checkout, "hack", "tools"), ["helm"])).Text);

    public static string Folder { get; } = Path.Combine(ClusterUnderTest.Checkout, "charts", "environs");

    public static async Task<ProgramResult> LintAsync() => await HostProgram.RunAsync(await Helm.Value, ["lint", "--strict", Folder]);

    /// <summary>What helm would install, as for a Kubernetes of that version.</summary>
    public static async Task<ProgramResult> TemplateAsync(params string[] arguments) =>
        await HostProgram.RunAsync(await Helm.Value, ["template", "try", Folder, "--namespace", "somewhere", "--kube-version", "1.35", .. arguments]);
}
