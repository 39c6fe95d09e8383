using System.Globalization;

namespace Environs.Support.Faults;

/// <summary>What the proxy does with one request instead of (or before) passing it on.</summary>
/// <param name="Status">The HTTP status to answer with; null passes the request on after the delay.</param>
/// <param name="Reason">The reason in the Status object.</param>
/// <param name="RetryAfter">The Retry-After header.</param>
/// <param name="Delay">How long to wait first.</param>
public sealed record Fault(int? Status, string Reason = "", TimeSpan? RetryAfter = null, TimeSpan? Delay = null)
{
    public static Fault Gone { get; } = new(410, "Expired");

    public static Fault Conflict { get; } = new(409, "Conflict");

    public static Fault ServerError { get; } = new(500, "InternalError");

    public static Fault TooManyRequests(TimeSpan retryAfter) => new(429, "TooManyRequests", retryAfter);

    public static Fault Late(TimeSpan delay) => new(null, Delay: delay);

    /// <summary>The Status object that an API server would send.</summary>
    public string Body => string.Create(CultureInfo.InvariantCulture,
        $$"""{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"injected by the fault proxy","reason":"{{Reason}}","code":{{Status}}}""");
}
