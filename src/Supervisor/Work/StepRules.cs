using Environs.Protocol.Supervision;

namespace Environs.Supervisor.Work;

/// <summary>What has become of a step that ended.</summary>
internal static class StepRules
{
    /// <param name="code">Its exit code.</param>
    /// <param name="wasAsked">It was told to stop before it ended.</param>
    /// <param name="inTime">It then ended in time.</param>
    internal static StepPhase Outcome(int code, bool wasAsked, bool inTime) => (wasAsked, inTime, code) switch
    {
        (true, true, _) => StepPhase.Stopped,
        (true, false, _) => StepPhase.Failed,
        (false, _, 0) => StepPhase.Succeeded,
        _ => StepPhase.Failed,
    };
}
