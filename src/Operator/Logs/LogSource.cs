namespace Environs.Operator.Logs;

/// <summary>Which log of an environment.</summary>
internal abstract record LogSource
{
    private LogSource()
    {
    }

    /// <summary>What a service wrote in its present pod.</summary>
    internal sealed record Service(string Reference) : LogSource;

    /// <summary>What a step of a run wrote.</summary>
    /// <param name="Run">UID of the run; empty for the newest that has the step.</param>
    /// <param name="Id">The step's id, which is the reference of its task.</param>
    internal sealed record Step(string Run, string Id) : LogSource;

    /// <summary>Everything that a container of the environment's pod says, as kubectl logs shows it.</summary>
    internal sealed record Whole(string Container) : LogSource;
}
