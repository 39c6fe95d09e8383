using Environs.Crds;
using Environs.Operator.Automations;

namespace Environs.Operator.Tests.Automations;

public sealed class AutomationScopeTests
{
    [Fact]
    public void Of_two_with_one_reference_the_one_made_by_hand_counts_then_the_older_whatever_their_kinds()
    {
        var fromFile = Work.Service("x", service => service.Metadata.Labels = new Dictionary<string, string> { [AutomationNames.FromFileLabel] = "true" });
        fromFile.Metadata.Uid = "file";
        fromFile.Metadata.CreationTimestamp = Work.Now.UtcDateTime.AddDays(-1);
        var (older, younger) = (Work.Task("x"), Work.Service("x"));
        younger.Metadata.Uid = "younger";
        younger.Metadata.CreationTimestamp = Work.Now.UtcDateTime;
        var scope = new AutomationScope([fromFile, younger], [older]);
        Assert.Same(older, scope.Task("x"));
        Assert.Null(scope.Service("x"));
        Assert.Null(scope.Excluded(older.Metadata, "x"));
        Assert.Equal("ReferenceTaken", scope.Excluded(younger.Metadata, "x")!.Reason);
        Assert.Contains("Task \"x\"", scope.Excluded(fromFile.Metadata, "x")!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_oldest_two_hundred_count()
    {
        var services = Enumerable.Range(0, 201).Select(i => Work.Service($"s{i}", service =>
        {
            service.Metadata.Uid = $"{i}";
            service.Metadata.CreationTimestamp = Work.Now.UtcDateTime.AddSeconds(-i);
        })).ToList();
        var scope = new AutomationScope(services, []);
        Assert.Equal(200, scope.Services.Count);
        Assert.Equal("TooManyDefinitions", scope.Excluded(services[0].Metadata, "s0")!.Reason);
        Assert.Null(scope.Excluded(services[200].Metadata, "s200"));
    }

    [Fact]
    public void What_is_too_large_together_does_not_count()
    {
        var services = Enumerable.Range(0, 100).Select(i => Work.Service($"s{i:00}", service =>
        {
            service.Metadata.Uid = $"{i:00}";
            service.Spec.Commands = new() { Start = new string('x', 32000), Ready = new string('x', 32000), Stop = new string('x', 32000) };
        })).ToList();
        var scope = new AutomationScope(services, []);
        Assert.Equal(87, scope.Services.Count);
        Assert.Contains("larger than 8 MiB", scope.Excluded(services[99].Metadata, "s99")!.Message, StringComparison.Ordinal);
        Assert.Null(scope.Excluded(services[0].Metadata, "s00"));
    }

    [Fact]
    public void What_is_invalid_does_not_count_also_with_nothing_where_lists_have_items()
    {
        var (broken, nothing, holes) = (Work.Task("a"), Work.Task("b"), Work.Task("c"));
        broken.Spec.Reference = "no reference!";
        nothing.Spec = null!;
        (holes.Spec.TriggeredBy, holes.Spec.Env) = ([null!], [null!]);
        Assert.Empty(new AutomationScope([], [broken, nothing, holes]).Tasks);
    }

    [Fact]
    public void Two_hundred_of_them_are_checked_once_not_each_time()
    {
        var tasks = Enumerable.Range(0, 200).Select(i => Work.Task($"t{i}")).ToList();
        foreach (var task in tasks) task.Spec.Command = new string('x', 32_000);
        _ = new AutomationScope([], tasks);
        var started = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < 1000; i++) _ = new AutomationScope([], tasks);
        Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(5), $"{TimeProvider.System.GetElapsedTime(started)}");
    }
}
