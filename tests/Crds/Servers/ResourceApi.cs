using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace Environs.Crds.Tests;

/// <summary>An API server's HTTP as it is, so that nothing of a client stands between the test and the answer.</summary>
public sealed class ResourceApi(HttpClient http)
{
    public async Task<bool> AnswersAsync(string path)
    {
        try
        {
            using var response = await http.GetAsync(path);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    public async Task<ApiAnswer> GetAsync(string path)
    {
        using var response = await http.GetAsync(path);
        return await Answer(response);
    }

    public async Task<ApiAnswer> PostAsync(string path, JsonNode body)
    {
        using var response = await http.PostAsJsonAsync(path, body);
        return await Answer(response);
    }

    public async Task<ApiAnswer> PutAsync(string path, JsonNode body)
    {
        using var response = await http.PutAsJsonAsync(path, body);
        return await Answer(response);
    }

    public async Task<ApiAnswer> ApplyAsync(string path, JsonNode body)
    {
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue("application/apply-patch+yaml"));
        using var response = await http.PatchAsync($"{path}?fieldManager=environs-test&force=true", content);
        return await Answer(response);
    }

    public async Task<ApiAnswer> DeleteAsync(string path)
    {
        using var response = await http.DeleteAsync(path);
        return await Answer(response);
    }

    private static async Task<ApiAnswer> Answer(HttpResponseMessage response) =>
        new((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
}
