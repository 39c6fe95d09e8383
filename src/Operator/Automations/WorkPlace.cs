using Environs.Crds;
using Environs.Operator.Docker;
using Environs.Operator.Environments;

namespace Environs.Operator.Automations;

/// <summary>Where a service or a step runs: the container whose supervisor is told of it. Pure.</summary>
/// <param name="Container">Name of the container.</param>
internal readonly record struct WorkPlace(string Container)
{
    public static readonly WorkPlace Dev = new(EnvironmentNames.DevContainer);
    public static readonly WorkPlace Machine = new(EnvironmentNames.MachineContainer);

    /// <summary>A pod of its own; in the environment's there is no such container.</summary>
    public static readonly WorkPlace Docker = new(DockerNames.Container);

    /// <summary>All that there are in an environment's pod.</summary>
    public static readonly IReadOnlyList<WorkPlace> All = [Dev, Machine];

    /// <summary>The place that a spec or a step of a plan names.</summary>
    public static WorkPlace Of(RunsOn? runsOn) => runsOn?.Docker is not null ? Docker : runsOn?.Machine is not null ? Machine : Dev;
}
