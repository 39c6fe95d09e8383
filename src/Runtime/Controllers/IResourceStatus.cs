using k8s.Models;

namespace Environs.Runtime;

/// <summary>The part of a status that the runtime keeps itself.</summary>
public interface IResourceStatus
{
    /// <summary>The generation that the status speaks of; set by the runtime.</summary>
    long? ObservedGeneration { get; set; }

    /// <summary>The conditions; the runtime sets their observedGeneration and lastTransitionTime.</summary>
    IList<V1Condition> Conditions { get; set; }

    /// <summary>A decimal that grows by one with each write; set by the runtime.</summary>
    string? StatusVersion { get; set; }
}
