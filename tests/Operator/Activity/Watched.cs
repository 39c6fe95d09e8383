using Environs.Crds;
using Environs.Operator.Environments;
using Environs.Operator.Supervision;
using Environs.Operator.Tests.Environments;
using Environs.Protocol.Supervision;
using k8s.Models;

namespace Environs.Operator.Tests.Activity;

/// <summary>An environment through its passes: each one sees the status that the one before has written.</summary>
internal sealed class Watched
{
    public V1alpha1Environment Environment { get; set; } = Some.Environment(environment => environment.Spec.Timeout = new() { Disconnected = "1h" });

    public V1alpha1EnvironmentClass Class { get; } = Some.Class();

    public V1Pod? Pod { get; set; }

    public SupervisorReport? Dev { get; set; }

    public SupervisorReport? Machine { get; set; }

    public TimeSpan Unheard { get; set; }

    public DateTimeOffset Now { get; set; } = Some.Now;

    public EnvironmentState State => Some.State(Environment, Pod, Class) with { Dev = Dev, Machine = Machine, Unheard = Unheard, Now = Now };

    public EnvironmentStatus Status => Environment.Status!;

    public static Watched Running()
    {
        var watched = new Watched();
        watched.Run();
        watched.Pass();
        return watched;
    }

    public static SupervisorReport Says(bool idle, TimeSpan limit, bool isConnected = true) =>
        new(new Report { Activity = new() { Idle = idle, IdleLimit = (long)limit.TotalMilliseconds } }, isConnected, Some.Now);

    public void Run() => Pod = Some.RunningPod(Environment);

    /// <summary>What the pass does; it is done, but for what the cluster does itself.</summary>
    public EnvironmentPlan Pass()
    {
        var state = State;
        var plan = EnvironmentPolicy.Decide(state);
        if (plan.CreatePod is not null)
            state = state with { Pod = Pod = Some.Pod(Environment, node: null) };
        Environment = new V1alpha1Environment { Metadata = Environment.Metadata, Spec = Environment.Spec, Status = EnvironmentHealth.Of(state, plan) };
        if (plan.DeletePod is not null)
            (Pod, Dev) = (null, null);
        return plan;
    }

    public V1Condition Condition(string type) => Status.Conditions.Single(condition => condition.Type == type);
}
