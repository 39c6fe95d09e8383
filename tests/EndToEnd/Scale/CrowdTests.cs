using Environs.Crds;
using Environs.EndToEnd.Tests.Installation;
using Environs.Support;
using Environs.Support.Clusters;

namespace Environs.EndToEnd.Tests.Scale;

/// <summary>Alone: a hundred pods that start at once leave no other test its patience.</summary>
[Alone]
public sealed class CrowdTests(InstalledOperator @operator) : OperatorTest(@operator)
{
    [Fact]
    public async Task A_hundred_environments_at_once_all_run()
    {
        var name = await Here.TinyAsync();
        var spec = new EnvironmentSpec { Machine = new() { Class = name } };
        await Parallel.ForAsync(0, 100, new ParallelOptions { MaxDegreeOfParallelism = 20 }, async (i, _) => await new TestEnvironment(Here, $"x{i}").ApplyAsync(spec));

        IReadOnlyList<string> stuck = [];
        await Eventually.TrueAsync(
            async () =>
            {
                var all = (await Here.Api.GetAsync(CrdKinds.ObjectsPath("Environment", Here.Namespace))).Body["items"]!.AsArray();
                stuck = [.. from item in all let status = item!["status"] where status?["phase"]?.GetValue<string>() != EnvironmentPhases.Running select $"{item["metadata"]!["name"]}: {status?["phase"]} {status?["failureMessage"]}"];
                return all.Count == 100 && stuck.Count == 0;
            },
            TimeSpan.FromMinutes(15), () => $"all hundred run; those that do not: {string.Join(", ", stuck)}");
    }
}
