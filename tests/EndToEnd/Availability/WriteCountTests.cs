using Environs.EndToEnd.Tests.Installation;

namespace Environs.EndToEnd.Tests.Availability;

[Alone]
public sealed class WriteCountTests(InstalledOperator @operator) : OperatorTest(@operator)
{
    [Fact]
    public async Task From_apply_to_Running_takes_at_most_eight_writes_and_four_events()
    {
        if (Operator.Audit is not { } audit)
        {
            Assert.Skip("The cluster's audit log cannot be read from here (ENVIRONS_AUDIT_LOG), so nobody counted the writes.");
            return;
        }

        var git = await Operator.Git;
        var environment = await Here.ApplyAsync(new()
        {
            Machine = new() { Class = await Here.TinyWithVolumeAsync() },
            Content = new() { Initializer = new() { Specs = [new() { Git = new() { RemoteUri = git.Url(Here.Namespace) } }] } },
        });
        await environment.RunningAsync();

        // The map by which pods find the operator is the namespace's, whose first environment this is.
        var all = await audit.WritesAsync(Here.Namespace);
        Assert.Single(all, write => write == "create configmaps environs-operator");
        var writes = all.Where(write => write != "create configmaps environs-operator").ToList();
        Assert.Contains("create persistentvolumeclaims x", writes);
        Assert.Contains("create pods x", writes);
        Assert.Single(writes, write => write.Contains("networkpolicies", StringComparison.Ordinal));
        Assert.True(writes.Count <= 8, string.Join("\n", writes));
        // Events are published beside the passes.
        await environment.PollAsync(async () => (await audit.WritesAsync(Here.Namespace, ofEvents: true)).Count >= 3, "the events are published", null);
        Assert.InRange((await audit.WritesAsync(Here.Namespace, ofEvents: true)).Count, 3, 4);
    }
}
