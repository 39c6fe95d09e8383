using Environs.Crds;
using Environs.Operator.Automations;
using Environs.Operator.AutomationsFile;
using Environs.Operator.Tests.Automations;

namespace Environs.Operator.Tests.AutomationsFile;

public sealed class AutomationObjectsTests
{
    private static readonly V1alpha1Environment Environment = Work.Environment();

    [Fact]
    public void What_the_file_defines_is_made_as_the_environment_s_own()
    {
        var objects = Of(Document([Web()], [Build()]));
        var (service, task) = (Assert.Single(objects.Services.Apply), Assert.Single(objects.Tasks.Apply));
        Assert.Equal(("demo.web", "team", "demo", "env-uid"), (service.Metadata.Name, service.Metadata.NamespaceProperty, service.Spec.EnvironmentRef.Name, service.Metadata.OwnerReferences.Single().Uid));
        Assert.Equal(("demo.build", "demo", "env-uid"), (task.Metadata.Name, task.Spec.EnvironmentRef.Name, task.Metadata.OwnerReferences.Single().Uid));
        Assert.True(AutomationScope.IsFromFile(service.Metadata) && AutomationScope.IsFromFile(task.Metadata));
        Assert.Empty(objects.Warnings);
    }

    [Fact]
    public void What_is_as_the_file_says_is_left_also_where_a_person_has_said_what_is_theirs_to_say()
    {
        var (service, task) = Made();
        (service.Spec.DesiredPhase, service.Spec.Session, service.Spec.Env) = ("Stopped", "2", [new() { Name = "A", Value = "b" }]);
        task.Spec.Env = [new() { Name = "A", Value = "b" }];
        // A set comes back in the order in which its items came.
        service.Spec.TriggeredBy = ["PostMachineStart", "Manual"];
        AssertChange(Of(Document([Web() with { TriggeredBy = ["Manual", "PostMachineStart"] }], [Build()]), [service], [task]), "");
    }

    public static TheoryData<string, Action<V1alpha1Service, V1alpha1Task>> Differences() => new()
    {
        { "apply demo.web", (service, _) => service.Spec.Commands.Start = "other" },
        { "apply demo.web", (service, _) => service.Spec.DisplayName = "somebody's" },
        { "apply demo.web", (service, _) => service.Metadata.OwnerReferences = null },
        { "apply demo.web", (service, _) => service.Metadata.DeletionTimestamp = Work.Now.UtcDateTime },
        { "apply demo.build", (_, task) => task.Spec.Command = "other" },
        { "apply demo.build", (_, task) => task.Spec.DependsOn = ["web"] },
        { "apply demo.build", (_, task) => task.Metadata.OwnerReferences[0].Uid = "an earlier one's" },
    };

    [Theory]
    [MemberData(nameof(Differences))]
    public void What_is_otherwise_is_applied(string expected, Action<V1alpha1Service, V1alpha1Task> change)
    {
        var (service, task) = Made();
        change(service, task);
        AssertChange(Of(Document([Web()], [Build()]), [service], [task]), expected);
    }

    [Fact]
    public void What_the_file_does_not_define_any_more_is_deleted_unless_a_hand_made_it_or_it_goes_already()
    {
        var (service, task) = Made();
        AssertChange(Of(Document([], []), [service, Work.Service("mine")], [task, Work.Task("own")]), "delete demo.web", "delete demo.build");
        task.Metadata.DeletionTimestamp = Work.Now.UtcDateTime;
        AssertChange(Of(Document([Web()], []), [service], [task]), "");
    }

    [Fact]
    public void One_made_by_hand_keeps_its_reference_whatever_its_kind_and_that_is_said()
    {
        var objects = Of(Document([Web()], [Build()]), [Work.Service("build")], [Work.Task("web")]);
        AssertChange(objects, "");
        Assert.Equal(
            ["\"web\" is left out: Task \"web\", made by hand, has the reference.", "\"build\" is left out: Service \"build\", made by hand, has the reference."],
            objects.Warnings);
    }

    [Fact]
    public void What_an_apply_leaves_of_somebody_else_s_is_taken_out()
    {
        var (service, task) = Made();
        Assert.Equal(
            """{"spec":{"displayName":null,"description":null,"role":null,"triggeredBy":null,"runsOn":null,"readinessTimeout":null,"commands":{"start":"run web","ready":null,"stop":null}}}""",
            AutomationKinds.Service.Rest(service).ToJsonString());
        Assert.Equal(
            """{"spec":{"displayName":null,"description":null,"command":"run build","triggeredBy":null,"runsOn":null,"dependsOn":null}}""", AutomationKinds.Task.Rest(task).ToJsonString());
    }

    private static ServiceSpec Web() => new() { Reference = "web", Commands = new() { Start = "run web" } };

    private static TaskSpec Build() => new() { Reference = "build", Command = "run build" };

    private static AutomationsDocument Document(ServiceSpec[] services, TaskSpec[] tasks) => new(services, tasks, [], []);

    private static (V1alpha1Service Service, V1alpha1Task Task) Made()
    {
        var objects = Of(Document([Web()], [Build()]));
        return (objects.Services.Apply.Single(), objects.Tasks.Apply.Single());
    }

    private static AutomationObjects Of(AutomationsDocument document, V1alpha1Service[]? services = null, V1alpha1Task[]? tasks = null) =>
        AutomationObjects.Of(Environment, document, services ?? [], tasks ?? []);

    private static void AssertChange(AutomationObjects objects, params string[] expected)
    {
        var changes = objects.Services.Apply.Select(one => $"apply {one.Metadata.Name}").Concat(objects.Tasks.Apply.Select(one => $"apply {one.Metadata.Name}"))
            .Concat(objects.Services.Delete.Select(one => $"delete {one.Metadata.Name}")).Concat(objects.Tasks.Delete.Select(one => $"delete {one.Metadata.Name}"));
        Assert.Equal(expected.Where(one => one.Length > 0), changes);
    }
}
