using Environs.Crds;
using Environs.Operator.Automations;

namespace Environs.Operator.Tests.Automations;

public sealed class TriggeredExecutionsTests
{
    private static V1alpha1Task Task(string reference, params string[] triggers)
    {
        var task = Work.Task(reference);
        task.Spec.TriggeredBy = triggers;
        return task;
    }

    private static List<V1alpha1TaskExecution> Of(V1alpha1Environment environment, params V1alpha1Task[] tasks) =>
        [.. TriggeredExecutions.Of(environment, new AutomationScope([], tasks), Work.Container)];

    [Fact]
    public void Those_of_one_trigger_come_before_those_of_the_next_each_by_reference()
    {
        var executions = Of(
            Work.Environment(), Task("d", "PostEnvironmentStart"), Task("c", "PostMachineStart"), Task("b", "PostDevcontainerStart"), Task("a", "PostDevcontainerStart"), Task("e", "Manual"), Task("f"));
        Assert.Equal(["c", "a", "b", "d"], executions.Select(execution => execution.Spec.TaskRef.Name));
        Assert.Equal(
            ["PostMachineStart", "PostDevcontainerStart", "PostDevcontainerStart", "PostEnvironmentStart"],
            executions.Select(execution => execution.Metadata.Annotations["environs.dev/trigger"]));
    }

    [Fact]
    public void Under_two_triggers_a_task_runs_once_by_the_first_that_the_filter_lets_pass()
    {
        var task = Task("a", "PostEnvironmentStart", "PostMachineStart");
        Assert.Equal("PostMachineStart", Assert.Single(Of(Work.Environment(), task)).Metadata.Annotations["environs.dev/trigger"]);
        var filtered = Work.Environment(environment => environment.Spec.AutomationsFile!.TriggerFilter = ["PostEnvironmentStart"]);
        Assert.Equal("PostEnvironmentStart", Assert.Single(Of(filtered, task)).Metadata.Annotations["environs.dev/trigger"]);
        Assert.Empty(Of(Work.Environment(environment => environment.Spec.AutomationsFile!.TriggerFilter = ["Manual"]), task));
    }

    [Fact]
    public void One_is_owned_by_the_environment_and_has_the_same_name_each_time_and_another_in_another_container()
    {
        var task = Task("a", "PostMachineStart");
        var (one, again) = (Of(Work.Environment(), task).Single(), Of(Work.Environment(), task).Single());
        Assert.Equal((one.Metadata.Name, "team", "env-uid"), (again.Metadata.Name, one.Metadata.NamespaceProperty, one.Metadata.OwnerReferences.Single().Uid));
        Assert.NotEqual(one.Metadata.Name, TriggeredExecutions.Of(Work.Environment(), new AutomationScope([], [task]), "pod-uid/c2").Single().Metadata.Name);
    }
}
