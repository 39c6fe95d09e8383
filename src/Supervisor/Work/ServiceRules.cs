using Environs.Protocol.Supervision;

namespace Environs.Supervisor.Work;

/// <summary>What becomes of a service when something happens, and what is to be done then.</summary>
internal static class ServiceRules
{
    internal static (ServiceMemory Memory, ServiceAct Act) Next(ServiceMemory memory, ServiceEvent happened) => Follow(Learn(memory, happened));

    private static ServiceMemory Learn(ServiceMemory memory, ServiceEvent happened) => happened switch
    {
        // Not wanted for a moment is enough: wanted again it starts again.
        ServiceEvent.Wished(var wish) => memory with { Wish = wish, IsSpent = memory.IsSpent && wish is { Service.Run: true } },
        ServiceEvent.Ready when memory.Phase == ServicePhase.Starting => memory with { Phase = ServicePhase.Running },
        ServiceEvent.NotReady(var failure) when memory.Phase == ServicePhase.Starting => memory with { Failure = failure },
        // It was asked to end and did, before it could be made to.
        ServiceEvent.Ended when memory.Phase == ServicePhase.Stopping => Down(memory, memory.Failure),
        ServiceEvent.Ended(var failure) when !memory.IsDown => Down(memory, failure),
        ServiceEvent.Stopped(var failure) when !memory.IsDown => Down(memory, memory.Failure.Length > 0 ? memory.Failure : failure),
        _ => memory,
    };

    private static ServiceMemory Down(ServiceMemory memory, string failure) =>
        memory with { Phase = failure.Length > 0 ? ServicePhase.Failed : ServicePhase.Stopped, Failure = failure };

    private static (ServiceMemory Memory, ServiceAct Act) Follow(ServiceMemory memory)
    {
        var wanted = memory.Wish is { Service.Run: true } ? memory.Wish.Service : null;
        var other = wanted is null || wanted.Session != memory.Session;
        switch (memory.Phase)
        {
            case ServicePhase.Stopped or ServicePhase.Failed when wanted is not null && (other || !memory.IsSpent):
                return (new ServiceMemory(memory.Wish, ServicePhase.Starting, wanted.Session, IsSpent: true, ""), ServiceAct.Start);
            case ServicePhase.Starting or ServicePhase.Running when other:
                return (memory with { Phase = ServicePhase.Stopping, IsSpent = false }, ServiceAct.Stop);
            case ServicePhase.Starting when memory.Failure.Length > 0:
                return (memory with { Phase = ServicePhase.Stopping }, ServiceAct.Stop);
            default:
                return (memory, ServiceAct.Nothing);
        }
    }
}
