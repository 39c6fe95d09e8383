using Environs.Operator.Automations;

namespace Environs.Operator.Tests.Automations;

public sealed class DependenciesTests
{
    [Fact]
    public void A_cycle_is_spelled_out()
    {
        var tasks = new[] { Work.Task("a", "b"), Work.Task("b", "c"), Work.Task("c", "b") };
        var problem = Dependencies.Problem(tasks[0], new AutomationScope([], tasks))!;
        Assert.Equal("DependencyCycle", problem.Reason);
        Assert.Contains("b → c → b", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_reference_is_named_with_the_task_that_names_it()
    {
        var tasks = new[] { Work.Task("a", "b"), Work.Task("b", "nobody") };
        var problem = Dependencies.Problem(tasks[0], new AutomationScope([], tasks))!;
        Assert.Equal("UnknownDependency", problem.Reason);
        Assert.Contains("\"b\" names \"nobody\"", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_diamond_over_a_service_is_planned_in_groups_each_once()
    {
        var tasks = new[] { Work.Task("all", "left", "right"), Work.Task("left", "base"), Work.Task("right", "base", "db"), Work.Task("base") };
        var scope = new AutomationScope([Work.Service("db")], tasks);
        Assert.Null(Dependencies.Problem(tasks[0], scope));
        var plan = Dependencies.Plan(tasks[0], scope);
        Assert.Equal(["base,db", "left,right", "all"], plan.Select(group => string.Join(",", group.Steps.Select(step => step.Id))));
        var db = plan[0].Steps[1];
        Assert.Equal(("db-uid", null), (db.ServiceUid, db.Command));
        Assert.Equal("run all", plan[2].Steps[0].Command);
    }

    [Fact]
    public void A_chain_of_as_many_as_there_can_be_is_no_problem()
    {
        var tasks = Enumerable.Range(0, 200).Select(i => i == 0 ? Work.Task("t0") : Work.Task($"t{i}", $"t{i - 1}")).ToList();
        var scope = new AutomationScope([], tasks);
        Assert.Null(Dependencies.Problem(tasks[^1], scope));
        Assert.Equal(200, Dependencies.Plan(tasks[^1], scope).Count);
    }
}
