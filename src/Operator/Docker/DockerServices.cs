using Environs.Crds;
using Environs.Operator.Automations;
using Environs.Operator.Services;
using Environs.Protocol.Supervision;
using Microsoft.Extensions.Options;

namespace Environs.Operator.Docker;

/// <summary>Brings the pod of a service to what its status says.</summary>
internal sealed class DockerServices(DockerPods pods, IOptions<OperatorOptions> options, TimeProvider time)
{
    /// <summary>Acts; returns what keeps the service from running, and when to look again.</summary>
    public async Task<(Problem? Problem, TimeSpan? LookAgain)> KeepAsync(ServiceState state, ServiceStatus status, CancellationToken cancellation)
    {
        if (state.Environment is not { } environment || DockerUnit.Of(state.Service) is not { } unit) return (null, null);
        if (state.Docker is not { } pod)
        {
            if (!DockerServiceHealth.NeedsPod(status) || state.IsElsewhere) return (null, null);
            var refusal = await pods.CreateAsync(environment, unit, status.Start, Desired(state, status), cancellation);
            return (refusal, refusal is null ? null : options.Value.RefusalDelay);
        }
        if (pod.IsGoing) return (null, null);
        if (status.Start is null || pod.Start != status.Start)
        {
            await pods.DeleteAsync(pod, cancellation);
            return (null, null);
        }
        if (pod.Loss is { } loss) return await ReplaceAsync(pod, loss, status, cancellation);
        pods.Send(pod.Pod, Desired(state, status), environment);
        var now = time.GetUtcNow();
        var (problem, lookAt) = pod.Trouble(options.Value, now);
        return (problem, lookAt - now);
    }

    // One that ended at once would be made again without end; what ended with its service stays, for its log.
    private async Task<(Problem? Problem, TimeSpan? LookAgain)> ReplaceAsync(DockerPod pod, Problem loss, ServiceStatus status, CancellationToken cancellation)
    {
        if (!DockerServiceHealth.NeedsPod(status)) return (null, null);
        var wait = new DateTimeOffset((pod.Pod.Metadata.CreationTimestamp ?? DateTime.MinValue).ToUniversalTime(), TimeSpan.Zero) + options.Value.RecreationDelay - time.GetUtcNow();
        if (wait > TimeSpan.Zero) return (loss with { Message = $"The service's pod was lost: {loss.Message} It is made again when it is {options.Value.RecreationDelay.TotalSeconds:0} s old." }, wait);
        await pods.DeleteAsync(pod, cancellation);
        return (null, null);
    }

    private static Desired Desired(ServiceState state, ServiceStatus status) => new() { Services = { DesiredWork.Service(state.Service, status.Start!, run: true) } };
}
