using System.Net;
using System.Text.RegularExpressions;
using Environs.Gateway.Access;

namespace Environs.Gateway.Tests.Support;

/// <summary>As much of a browser as a login needs: cookies by host, redirects, and the headers that say that a person goes somewhere.</summary>
internal sealed partial class Browser(TestGateway gateway) : IDisposable
{
    private readonly HttpClient client = gateway.Client();

    public CookieContainer Cookies { get; } = new();

    /// <summary>All addresses that were gone to, as a log of an ingress would have them.</summary>
    public List<string> Visited { get; } = [];

    public async Task<Page> GoAsync(string address, string site = "none")
    {
        for (var hops = 0; hops < 10; hops++)
        {
            var page = await SendAsync(new(HttpMethod.Get, address), ("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document"), ("Accept", "text/html"));
            if (page.Location is null) return page;
            address = new Uri(new Uri(address), page.Location).ToString();
        }
        throw new InvalidOperationException($"too many redirects: {string.Join(" → ", Visited)}");
    }

    /// <summary>Goes to one address, and no further.</summary>
    public Task<Page> StepAsync(string address) => SendAsync(new(HttpMethod.Get, address), ("Accept", "text/html"), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document"), ("Sec-Fetch-Site", "none"));

    public async Task<Page> PostAsync(string address, Dictionary<string, string> form, string? origin)
    {
        var headers = new List<(string, string)> { ("Accept", "text/html") };
        if (origin is not null) headers.Add(("Origin", origin));
        var page = await SendAsync(new(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(form) }, [.. headers]);
        return page.Location is null ? page : await GoAsync(new Uri(new Uri(address), page.Location).ToString(), "same-origin");
    }

    /// <summary>Goes to an environment's address and says at the development login who one is.</summary>
    public async Task<Page> LogInAsync(string address, string name = "ada", string organization = "")
    {
        var page = await GoAsync(address);
        if (!page.Body.Contains("Who do you want to be?", StringComparison.Ordinal)) return page;
        var form = Hidden().Matches(page.Body).ToDictionary(match => match.Groups["name"].Value, match => WebUtility.HtmlDecode(match.Groups["value"].Value));
        return await PostAsync(gateway.Address("login") + "/development", new(form) { ["name"] = name, ["organization"] = organization }, gateway.Address("login"));
    }

    /// <summary>The session's cookie on an environment's host.</summary>
    public string? Session(string address) => Cookies.GetCookies(new Uri(address))[GatewayCookies.Session]?.Value;

    public void Dispose() => client.Dispose();

    private async Task<Page> SendAsync(HttpRequestMessage request, params (string Name, string Value)[] headers)
    {
        Visited.Add(request.RequestUri!.ToString());
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        if (Cookies.GetCookieHeader(request.RequestUri) is { Length: > 0 } kept) request.Headers.TryAddWithoutValidation("Cookie", kept);
        using var answer = await client.SendAsync(request);
        IReadOnlyList<string> cookies = answer.Headers.TryGetValues("Set-Cookie", out var set) ? [.. set] : [];
        foreach (var cookie in cookies) Cookies.SetCookies(request.RequestUri, Dated().Replace(cookie, ""));
        return new(answer.StatusCode, answer.Headers.Location?.ToString(), await answer.Content.ReadAsStringAsync(), cookies, request.RequestUri.ToString());
    }

    // The container takes the comma of a date for a second cookie.
    [GeneratedRegex("expires=[^;]*(1970)[^;]*;?|expires=(?!.*1970)[^;]*;?", RegexOptions.IgnoreCase)]
    private static partial Regex Dated();

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]*)\" value=\"(?<value>[^\"]*)\">")]
    private static partial Regex Hidden();

    /// <summary>What is shown in the end.</summary>
    internal sealed record Page(HttpStatusCode Status, string? Location, string Body, IReadOnlyList<string> SetCookies, string Address);
}
