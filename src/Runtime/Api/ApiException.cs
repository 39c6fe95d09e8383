using System.Net;

namespace Environs.Runtime;

/// <summary>The API server refused a request.</summary>
public class ApiException(HttpStatusCode statusCode, string reason, string message, TimeSpan? retryAfter = null, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>The HTTP status; 0 where no answer came (a broken connection, a time-out).</summary>
    public HttpStatusCode StatusCode { get; } = statusCode;

    /// <summary>The machine-readable reason of the server's Status, for example "AlreadyExists"; "" if it gave none.</summary>
    public string Reason { get; } = reason;

    /// <summary>How long the server asked to wait (Retry-After); null if it did not.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;

    /// <summary>Whether the same request may well succeed later: no answer, 408, 429 or any 5xx.</summary>
    public bool IsTransient => StatusCode is 0 or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)StatusCode >= 500;

    /// <summary>Whether the server has understood the request and said no, as it will again in a moment: over quota, invalid, not allowed.</summary>
    public bool IsRefusal => !IsTransient && this is not ResourceConflictException;
}
