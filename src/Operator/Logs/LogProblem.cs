namespace Environs.Operator.Logs;

/// <summary>Why there is no log, or no more of it.</summary>
internal enum LogProblem
{
    /// <summary>The environment has nothing of that name.</summary>
    Unknown,

    /// <summary>It has not written anything yet, or what it wrote is gone.</summary>
    NoLog,

    /// <summary>Its supervisor does not answer; it may later.</summary>
    Away,

    /// <summary>Too many logs are read at once.</summary>
    Busy,

    /// <summary>It was read until its pod was gone.</summary>
    Gone,
}
