using Environs.Crds;
using Environs.EndToEnd.Tests.Installation;
using Environs.Support;

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
        await new TestEnvironment(Here, "x0").PollAsync(
            async () =>
            {
                var all = (await Here.Api.GetAsync(CrdKinds.ObjectsPath("Environment", Here.Namespace))).Body["items"]!.AsArray();
                stuck = [.. all.Where(item => item!["status"]?["phase"]?.GetValue<string>() != EnvironmentPhases.Running).Select(item => item!["metadata"]!["name"]!.GetValue<string>())];
                return all.Count == 100 && stuck.Count == 0;
            },
            "all hundred run", TimeSpan.FromMinutes(8));
    }
}
