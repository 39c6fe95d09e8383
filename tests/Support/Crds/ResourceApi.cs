using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using k8s;

namespace Environs.Support;

/// <summary>An API server's HTTP as it is, so that nothing of a client stands between the test and the answer.</summary>
/// <param name="http">Reaches the server.</param>
/// <param name="server">Its address.</param>
/// <param name="authenticate">Adds what says who asks, where <paramref name="http"/> does not.</param>
public sealed class ResourceApi(HttpClient http, Uri server, Func<HttpRequestMessage, Task>? authenticate = null)
{
    /// <summary>The API that <paramref name="client"/> speaks with, with its rights.</summary>
    public static ResourceApi Of(Kubernetes client) =>
        new(client.HttpClient, client.BaseUri, request => client.Credentials?.ProcessHttpRequestAsync(request, CancellationToken.None) ?? Task.CompletedTask);

    public async Task<bool> AnswersAsync(string path)
    {
        try
        {
            return (await GetAsync(path)).IsSuccess;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    public Task<ApiAnswer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    /// <summary>The object or list as the table that kubectl prints.</summary>
    public Task<ApiAnswer> GetTableAsync(string path) => SendAsync(HttpMethod.Get, path, accept: "application/json;as=Table;v=v1;g=meta.k8s.io");

    public Task<ApiAnswer> PostAsync(string path, JsonNode body) => SendAsync(HttpMethod.Post, path, body);

    public Task<ApiAnswer> PutAsync(string path, JsonNode body) => SendAsync(HttpMethod.Put, path, body);

    public Task<ApiAnswer> ApplyAsync(string path, JsonNode body) =>
        SendAsync(HttpMethod.Patch, $"{path}?fieldManager=environs-test&force=true", body, "application/apply-patch+yaml");

    /// <summary>Merges a change; null removes.</summary>
    public Task<ApiAnswer> MergeAsync(string path, JsonNode change) => SendAsync(HttpMethod.Patch, path, change, "application/merge-patch+json");

    public Task<ApiAnswer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path);

    private async Task<ApiAnswer> SendAsync(HttpMethod method, string path, JsonNode? body = null, string type = "application/json", string accept = "application/json")
    {
        using var request = new HttpRequestMessage(method, new Uri(server, path));
        request.Headers.Add("Accept", accept);
        if (body is not null) request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue(type));
        if (authenticate is not null) await authenticate(request);
        using var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        // Before a server is up it answers in plain text.
        return new((int)response.StatusCode, text.StartsWith('{') ? JsonNode.Parse(text)! : JsonValue.Create(text));
    }
}
