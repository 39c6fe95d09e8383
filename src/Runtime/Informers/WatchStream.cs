using System.Buffers;
using System.IO.Pipelines;
using Environs.Runtime.Api;
using k8s;
using k8s.Models;

namespace Environs.Runtime.Informers;

/// <summary>The lines of one watch; whatever ends it comes as its last event, never as an exception.</summary>
internal sealed class WatchStream<T>(HttpResponseMessage response, PipeReader lines, Decoder<T> decoder, TimeSpan idleLimit, TimeProvider time)
    : IDisposable
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private const int BufferSize = 64 * 1024;

    /// <summary>Opens a watch from a resourceVersion; a refusal is the first and last event.</summary>
    public static async Task<(WatchStream<T>? Stream, WatchEvent<T> Refusal)> OpenAsync(
        ApiClient client, string path, Decoder<T> decoder, TimeSpan idleLimit, TimeProvider time, CancellationToken cancellation)
    {
        try
        {
            var response = await client.WatchAsync(path, cancellation);
            var body = await response.Content.ReadAsStreamAsync(cancellation);
            return (new(response, PipeReader.Create(body, new(bufferSize: BufferSize)), decoder, idleLimit, time), default);
        }
        catch (ApiException error)
        {
            return (null, new(error.StatusCode == System.Net.HttpStatusCode.Gone ? WatchEventType.Gone : WatchEventType.Failed, Error: error));
        }
    }

    /// <summary>The next event.</summary>
    /// <exception cref="OperationCanceledException">Only when <paramref name="cancellation"/> asks for it.</exception>
    public async ValueTask<WatchEvent<T>> NextAsync(CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                if (!lines.TryRead(out var read))
                    read = await ReadAsync(cancellation);
                var buffer = read.Buffer;
                if (buffer.PositionOf((byte)'\n') is { } end)
                {
                    var line = buffer.Slice(0, end);
                    var result = line.Length > 0 ? decoder.Line(line.IsSingleSegment ? line.FirstSpan : line.ToArray()) : default(WatchEvent<T>?);
                    lines.AdvanceTo(buffer.GetPosition(1, end));
                    if (result is { } found)
                        return found;
                }
                else if (read.IsCompleted)
                {
                    return buffer.IsEmpty
                        ? new(WatchEventType.Closed)
                        : new(WatchEventType.Failed, Error: new IOException("The watch ended in the middle of a line."));
                }
                else
                {
                    lines.AdvanceTo(buffer.Start, buffer.End);
                }
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new(WatchEventType.Silent);
        }
#pragma warning disable CA1031 // Connections break in more ways than are documented, and all of them are this value.
        catch (Exception error) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return new(WatchEventType.Failed, Error: error);
        }
    }

    public void Dispose() => response.Dispose();

    private async ValueTask<ReadResult> ReadAsync(CancellationToken cancellation)
    {
        using var idle = new CancellationTokenSource(idleLimit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(idle.Token, cancellation);
        return await lines.ReadAsync(both.Token);
    }
}
