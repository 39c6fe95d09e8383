using Grpc.Core;

namespace Environs.Supervisor.Link;

/// <summary>The end of a stream.</summary>
/// <param name="How">What it means for the next dial.</param>
/// <param name="Reason">Why.</param>
internal sealed record StreamEnd(Ending How, string Reason)
{
    private const int LongestReason = 300;

    /// <summary>How long it was up; nothing when it never was.</summary>
    internal TimeSpan Lived { get; init; }

    /// <summary>Whether the operator had said anything before.</summary>
    internal bool WasConnected { get; init; }

    internal static StreamEnd Of(RpcException exception)
    {
        var status = exception.Status;
        // With an exception the status is the client's own: nobody answered.
        if (status.DebugException is { } cause) return new StreamEnd(Ending.Lost, cause.GetBaseException().Message);
        return new StreamEnd(
            status.StatusCode switch
            {
                StatusCode.Unavailable => Ending.NotLeading,
                // Who we are, or what we say: the same dial soon ends the same.
                StatusCode.Unauthenticated or StatusCode.PermissionDenied or StatusCode.InvalidArgument or StatusCode.FailedPrecondition
                    or StatusCode.OutOfRange or StatusCode.Unimplemented => Ending.Refused,
                _ => Ending.Lost,
            },
            $"{status.StatusCode}: {status.Detail}");
    }

    /// <summary>The reason as one line for the log. It may come from the operator, which may quote the token that it refuses.</summary>
    internal string Line(string token)
    {
        var line = string.Concat(Reason.Replace(token, "(our token)", StringComparison.Ordinal).Select(character => char.IsControl(character) ? ' ' : character));
        return line.Length <= LongestReason ? line : line[..LongestReason] + "…";
    }
}
