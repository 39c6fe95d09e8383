namespace Environs.Crds;

/// <summary>Values of status.runnerAck.statusCode.</summary>
public static class RunnerAckCodes
{
    /// <summary>The spec was understood and is acted upon.</summary>
    public const string Ok = "OK";

    /// <summary>The spec breaks a rule; message names the field.</summary>
    public const string InvalidResource = "InvalidResource";

    /// <summary>Something that the spec refers to is not there or not usable; message names it.</summary>
    public const string FailedPrecondition = "FailedPrecondition";
}
