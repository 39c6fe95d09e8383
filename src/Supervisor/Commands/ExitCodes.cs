using Environs.Protocol.Requests;

namespace Environs.Supervisor.Commands;

/// <summary>What the command <c>environs</c> exits with; scripts depend on them, and docs/command.md lists them.</summary>
internal static class ExitCodes
{
    internal const int Done = 0;

    /// <summary>What was asked about is not well: a file that is not valid, a task that failed, a service that does not start.</summary>
    internal const int Failed = 1;

    /// <summary>The command line is not understood.</summary>
    internal const int Usage = 2;

    internal const int UnknownReference = 3;

    /// <summary>It cannot be done as things are.</summary>
    internal const int Refused = 4;

    internal const int OperatorAway = 5;

    /// <summary>Nobody listens in this container.</summary>
    internal const int NoSupervisor = 6;

    internal const int Late = 7;

    /// <summary>Too much is asked at once; the same may be taken some seconds later.</summary>
    internal const int Busy = 8;

    internal static int Of(Outcome outcome) => outcome switch
    {
        Outcome.Done => Done,
        Outcome.UnknownReference => UnknownReference,
        Outcome.Invalid => Failed,
        Outcome.OperatorAway => OperatorAway,
        Outcome.Late => Late,
        Outcome.Busy => Busy,
        _ => Refused,
    };
}
