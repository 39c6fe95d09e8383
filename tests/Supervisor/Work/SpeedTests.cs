using System.Diagnostics;
using Environs.Protocol.Supervision;
using Environs.Supervisor.Tests.Support;
using static Environs.Supervisor.Tests.Support.Engine;

namespace Environs.Supervisor.Tests.Work;

[Trait("Category", "Program")]
public sealed class SpeedTests(ITestOutputHelper output)
{
    [Fact]
    public async Task The_first_line_of_a_command_comes_soon()
    {
        using var root = new TemporaryFolder();
        using var engine = new Engine(root);
        var took = new List<double>();
        for (var i = 0; i < 50; i++)
        {
            var watch = Stopwatch.StartNew();
            var first = engine.Output.NextWriteAsync();
            engine.Want(AStep("echo first", $"s{i}"));
            await first.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
            took.Add(watch.Elapsed.TotalMilliseconds);
            await engine.UntilAsync(StepPhase.Succeeded, $"s{i}");
        }

        took.Sort();
        output.WriteLine($"from the wish to the first line: p50 {took[25]:F1} ms, p95 {took[47]:F1} ms");
        // As long as a machine with something else to do may take.
        Assert.InRange(took[25], 0, 2000);
    }
}
