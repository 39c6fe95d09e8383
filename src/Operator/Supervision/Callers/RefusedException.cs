using Grpc.Core;

namespace Environs.Operator.Supervision.Callers;

/// <summary>A caller, or what it says, is not taken.</summary>
/// <param name="code">What the caller is to make of it.</param>
/// <param name="reason">One of <see cref="RefusalReasons"/>.</param>
/// <param name="message">Why, in general terms: it goes to the caller.</param>
/// <param name="detail">What only the log may say.</param>
internal sealed class RefusedException(StatusCode code, string reason, string message, string? detail = null) : Exception(message)
{
    public StatusCode Code { get; } = code;

    public string Reason { get; } = reason;

    public string? Detail { get; } = detail;

    /// <summary>The pod that the API server says it is, where it has said so.</summary>
    public string? Pod { get; init; }
}
