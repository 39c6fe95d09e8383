using System.Net.Http.Headers;
using k8s;

namespace Environs.Runtime.Api;

/// <summary>Raw requests over the official client's connection and credentials; every one but a watch has a time limit.</summary>
internal sealed class ApiClient(Kubernetes kubernetes, RuntimeOptions options, TimeProvider time)
{
    public const string Json = "application/json";
    public const string ServerSideApply = "application/apply-patch+yaml";

    public const string StrategicMergePatch = "application/strategic-merge-patch+json";

    public const string MergePatch = "application/merge-patch+json";

    /// <summary>Sends a request and returns the whole answer.</summary>
    /// <exception cref="ApiException">The server refused, or did not answer within the time limit.</exception>
    public async Task<byte[]> SendAsync(HttpMethod method, string path, byte[]? body, string contentType, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(options.RequestTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            using var response = await StartAsync(method, path, body, contentType, both.Token);
            return await response.Content.ReadAsByteArrayAsync(both.Token);
        }
#pragma warning disable CA1031 // As Unanswered says.
        catch (Exception error) when (Unanswered(error, cancellation))
#pragma warning restore CA1031
        {
            throw ApiErrors.NoAnswer(method, path, Why(error, limit.IsCancellationRequested), error);
        }
    }

    /// <summary>Starts a watch: returns once the headers are there; the caller reads the body for as long as it likes.</summary>
    /// <exception cref="ApiException">The server refused, or sent no headers within the time limit.</exception>
    public async Task<HttpResponseMessage> WatchAsync(string path, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(options.RequestTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            return await StartAsync(HttpMethod.Get, path, null, Json, both.Token);
        }
#pragma warning disable CA1031 // As Unanswered says.
        catch (Exception error) when (Unanswered(error, cancellation))
#pragma warning restore CA1031
        {
            throw ApiErrors.NoAnswer(HttpMethod.Get, path, Why(error, limit.IsCancellationRequested), error);
        }
    }

    private async Task<HttpResponseMessage> StartAsync(
        HttpMethod method, string path, byte[]? body, string contentType, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, new Uri(kubernetes.BaseUri, path));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(Json));
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue(options.UserAgent, null));
        if (body is not null)
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue(contentType) } };
        if (kubernetes.Credentials is { } credentials)
            await credentials.ProcessHttpRequestAsync(request, cancellation);

        var response = await kubernetes.HttpClient.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        if (response.IsSuccessStatusCode)
            return response;
        using (response)
            throw ApiErrors.From(method, path, response, await response.Content.ReadAsByteArrayAsync(cancellation), time);
    }

    private string Why(Exception error, bool late) =>
        late ? $"no answer within {options.RequestTimeout.TotalSeconds:0.#} s" : error.InnerException?.Message ?? error.Message;

    // Connections fail in more ways than are documented (a bare SocketException was seen), and none of them may end an informer.
    private static bool Unanswered(Exception error, CancellationToken cancellation) =>
        error is not ApiException && !cancellation.IsCancellationRequested;
}
