using System.Text;
using Environs.Protocol.Requests;

namespace Environs.Gateway.Logs;

/// <summary>Writes a log to who reads it: as it was written, or as server-sent events, by whose ids a reader goes on that was cut off.</summary>
internal sealed class LogWriter(HttpResponse response, bool isEvents)
{
    public const string Events = "text/event-stream";

    /// <summary>A part; the reader takes it before the next is asked for.</summary>
    public async Task PutAsync(LogPart part, CancellationToken cancellation)
    {
        if (!response.HasStarted)
        {
            response.ContentType = isEvents ? Events : "text/plain; charset=utf-8";
            response.Headers.CacheControl = "no-store";
            response.Headers.XContentTypeOptions = "nosniff";
            await response.StartAsync(cancellation);
        }
        if (isEvents) await response.WriteAsync(Event(part), cancellation);
        else if (part.Data.Length > 0) await response.Body.WriteAsync(part.Data.Memory, cancellation);
        await response.Body.FlushAsync(cancellation);
    }

    // A log is any bytes, which an event is not.
    private static string Event(LogPart part)
    {
        var text = new StringBuilder();
        if (part.Lost) text.Append("event: gap\ndata:\n\n");
        if (part.Position.Length > 0) text.Append("id: ").Append(part.Position).Append('\n');
        if (part.Data.Length > 0) text.Append("data: ").Append(part.Data.ToBase64()).Append('\n');
        if (part.End) text.Append("event: end\ndata:\n");
        return text.Append('\n').ToString();
    }
}
