using k8s;
using k8s.Models;

namespace Environs.Runtime;

/// <summary>Publishes events (events.k8s.io/v1) in the background; never fails and never waits.</summary>
public interface IEventPublisher
{
    /// <summary>Says something about an object. Repetitions become one event with a count, a flood is cut off and counted.</summary>
    void Publish<T>(ResourceKind<T> kind, T regarding, ResourceEvent news)
        where T : class, IKubernetesObject<V1ObjectMeta>;
}
