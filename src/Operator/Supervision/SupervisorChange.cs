using Environs.Runtime;

namespace Environs.Operator.Supervision;

/// <summary>A supervisor has reported, connected or gone.</summary>
/// <param name="Environment">The environment whose pod it runs in.</param>
/// <param name="Before">What was known before; null when it had not reported.</param>
/// <param name="After">What is known now; null when it has connected and not reported, or is forgotten.</param>
internal sealed record SupervisorChange(ResourceKey Environment, SupervisorReport? Before, SupervisorReport? After)
{
    /// <summary>It has connected and knows from before where to look: what it finds is the next that it says.</summary>
    public bool IsTold { get; init; }
}
