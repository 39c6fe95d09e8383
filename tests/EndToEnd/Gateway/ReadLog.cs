using System.Net;
using System.Text;

namespace Environs.EndToEnd.Tests.Gateway;

/// <summary>A log that is being read over HTTPS, line by line.</summary>
internal sealed class ReadLog : IDisposable
{
    private readonly HttpClient client;
    private readonly HttpResponseMessage answer;
    private readonly StreamReader reader;

    private ReadLog(HttpClient client, HttpResponseMessage answer, Stream stream) => (this.client, this.answer, reader) = (client, answer, new(stream, Encoding.UTF8));

    public static async Task<ReadLog> OpenAsync(InstalledGateway gateway, string address, string token, string? accept = null)
    {
        var client = gateway.Client();
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        if (accept is not null) client.DefaultRequestHeaders.Accept.ParseAdd(accept);
        var answer = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return new(client, answer, await answer.Content.ReadAsStreamAsync());
    }

    /// <summary>The next line; null at the end. A log that is cut ends by an exception.</summary>
    public async Task<string?> LineAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        return await reader.ReadLineAsync(limit.Token);
    }

    public async Task<IReadOnlyList<string>> LinesAsync(int count)
    {
        var lines = new List<string>();
        while (lines.Count < count) lines.Add(await LineAsync() ?? throw new EndOfStreamException($"after {lines.Count} lines"));
        return lines;
    }

    public void Dispose()
    {
        reader.Dispose();
        answer.Dispose();
        client.Dispose();
    }
}
