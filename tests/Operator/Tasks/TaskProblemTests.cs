using Environs.Crds;
using Environs.Operator.Automations;
using Environs.Operator.Tasks;
using Environs.Operator.Tests.Automations;

namespace Environs.Operator.Tests.Tasks;

public sealed class TaskProblemTests
{
    [Fact]
    public void A_task_that_can_be_run_has_none() => Assert.Null(Of(Work.Task("a", "b"), [Work.Task("b")]));

    [Fact]
    public void What_is_invalid_is_told_before_all_else()
    {
        var task = Work.Task("a", "nobody");
        task.Spec.Command = "";
        var problem = TaskProblem.Of(task, null, new AutomationScope([], []))!;
        Assert.Equal("InvalidResource", problem.Reason);
        Assert.Contains("spec.command", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_its_environment_it_waits_for_that()
    {
        var problem = TaskProblem.Of(Work.Task("a"), null, new AutomationScope([], [Work.Task("a")]))!;
        Assert.Equal(("EnvironmentNotFound", "There is no Environment \"demo\" in this namespace."), (problem.Reason, problem.Message));
    }

    [Fact]
    public void One_whose_reference_is_another_s_says_so_and_not_what_it_depends_on()
    {
        var (task, holder) = (Work.Task("a", "nobody"), Work.Service("a"));
        holder.Metadata.Uid = "0";
        Assert.Equal("ReferenceTaken", TaskProblem.Of(task, Work.Environment(), new AutomationScope([holder], [task]))!.Reason);
    }

    [Theory]
    [InlineData("UnknownDependency", "b", "x")]
    [InlineData("DependencyCycle", "b", "a")]
    public void What_it_depends_on_must_be_there_and_come_to_an_end(string reason, string first, string second) =>
        Assert.Equal(reason, Of(Work.Task("a", first), [Work.Task("b", second)])!.Reason);

    private static Problem? Of(V1alpha1Task task, V1alpha1Task[] others) => TaskProblem.Of(task, Work.Environment(), new AutomationScope([], [task, .. others]));
}
