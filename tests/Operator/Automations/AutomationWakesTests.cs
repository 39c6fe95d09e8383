using Environs.Operator.Automations;
using Environs.Operator.Supervision;
using Environs.Protocol.Supervision;
using Environs.Runtime;

namespace Environs.Operator.Tests.Automations;

public sealed class AutomationWakesTests
{
    private static readonly SupervisorReport Quiet = Said(new());

    [Fact]
    public void An_environment_is_woken_by_what_its_own_pass_reads_of_a_supervisor()
    {
        // It connects, and has not reported yet.
        Expect(false, null, null);
        Expect(true, null, Quiet);
        Expect(false, Quiet, Quiet);
        Expect(true, Quiet, Said(new() { Boot = "other" }));
        Expect(true, Quiet, Said(new() { AutomationsFile = new() }));
        Expect(false, Quiet, Said(new() { Services = { new ServiceReport { Id = "x" } } }));
        Expect(false, Quiet, Quiet with { IsConnected = false });
        Expect(true, Quiet with { IsConnected = false }, Quiet);
        // It knows where to look from the supervisor before it, and what it finds is the next that it says.
        var found = Said(new() { AutomationsFile = new() { Path = "x" } });
        Assert.False(AutomationWakes.IsNews(Change(found with { IsConnected = false }, Said(new() { Boot = "other" })) with { IsTold = true }));
        Expect(true, Said(new() { Boot = "other" }), Said(new() { Boot = "other", AutomationsFile = new() { Path = "x" } }));
        // The same supervisor, with what it found while nobody heard it.
        Assert.True(AutomationWakes.IsNews(Change(Quiet with { IsConnected = false }, found) with { IsTold = true }));

        static void Expect(bool isNews, SupervisorReport? before, SupervisorReport? after) => Assert.Equal(isNews, AutomationWakes.IsNews(Change(before, after)));
    }

    [Fact]
    public void A_service_is_woken_by_a_word_about_itself_and_all_of_them_by_a_new_supervisor()
    {
        var told = Said(new() { Services = { new ServiceReport { Id = "x", Phase = ServicePhase.Running }, new ServiceReport { Id = "y" } } });
        var later = Said(new() { Services = { new ServiceReport { Id = "x", Phase = ServicePhase.Failed }, new ServiceReport { Id = "y" } } });
        Assert.Equal(["x"], AutomationWakes.ServicesIn(Change(told, later))!);
        Assert.Equal(["x", "y"], AutomationWakes.ServicesIn(Change(told, Quiet))!.Order());
        Assert.Null(AutomationWakes.ServicesIn(Change(null, told)));
        Assert.Null(AutomationWakes.ServicesIn(Change(told with { IsConnected = false }, told)));
        Assert.Empty(AutomationWakes.ServicesIn(Change(told, told with { IsConnected = false }))!);
    }

    [Fact]
    public void An_execution_is_woken_by_a_word_about_one_of_its_steps()
    {
        var told = Said(new() { Steps = { new StepReport { Execution = "x", Step = "a" }, new StepReport { Execution = "y", Step = "a" } } });
        var later = Said(new() { Steps = { new StepReport { Execution = "x", Step = "a", Phase = StepPhase.Succeeded }, new StepReport { Execution = "y", Step = "a" } } });
        Assert.Equal(["x"], AutomationWakes.ExecutionsIn(Change(told, later))!);
    }

    private static SupervisorReport Said(Report report) => new(report, IsConnected: true, DateTimeOffset.UnixEpoch);

    private static SupervisorChange Change(SupervisorReport? before, SupervisorReport? after) => new(new ResourceKey("here", "x"), before, after);
}
