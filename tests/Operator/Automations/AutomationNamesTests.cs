using System.Text.RegularExpressions;
using Environs.Operator.Automations;

namespace Environs.Operator.Tests.Automations;

public sealed class AutomationNamesTests
{
    [Theory]
    [InlineData("db", "demo.db")]
    [InlineData("web-1", "demo.web-1")]
    public void A_reference_that_is_a_name_is_the_name(string reference, string name) => Assert.Equal(name, AutomationNames.Of("demo", reference));

    [Fact]
    public void No_two_references_share_a_name_and_every_name_is_one_that_the_server_takes()
    {
        var random = new Random(20261125);
        const string letters = "abAB01_-";
        var references = Enumerable.Range(0, 20_000)
            .Select(_ => string.Concat(Enumerable.Range(0, random.Next(1, 7)).Select(_ => letters[random.Next(letters.Length)])))
            .Append(new string('_', 128)).Append(new string('A', 128)).Distinct().ToList();
        // Also what is derived for one must not be what another is called.
        references = [.. references.Concat(references.Select(reference => AutomationNames.Of("e", reference)[2..])).Distinct()];
        var names = references.Select(reference => AutomationNames.Of("demo", reference)).ToList();
        Assert.Equal(references.Count, names.Distinct().Count());
        Assert.All(names, name => Assert.Matches(new Regex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"), name));
        Assert.All(names, name => Assert.True(name.Length <= 253));
    }

    [Fact]
    public void Two_environments_never_share_a_name() =>
        Assert.Empty(((string[])["b", "B", "_", "b-c"]).Select(reference => AutomationNames.Of("a", reference)).Intersect(((string[])["b", "B", "_", "c"]).Select(reference => AutomationNames.Of("a.b", reference))));

    [Fact]
    public void The_execution_of_a_start_has_the_same_name_each_time_and_another_for_another_container()
    {
        var task = Work.Task("build");
        var name = AutomationNames.OfExecution(task, "PostEnvironmentStart", "pod/c1");
        Assert.Equal(name, AutomationNames.OfExecution(task, "PostEnvironmentStart", "pod/c1"));
        Assert.NotEqual(name, AutomationNames.OfExecution(task, "PostEnvironmentStart", "pod/c2"));
        Assert.NotEqual(name, AutomationNames.OfExecution(task, "PostMachineStart", "pod/c1"));
        task.Metadata.Name = new string('a', 253);
        Assert.True(AutomationNames.OfExecution(task, "t", "c").Length <= 253);
    }
}
