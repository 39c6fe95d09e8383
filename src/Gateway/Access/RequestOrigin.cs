using Microsoft.Net.Http.Headers;

namespace Environs.Gateway.Access;

/// <summary>Whether a request comes from a page that may use the person's cookie. Pure.</summary>
/// <remarks>
/// All environments are one site to a browser, so SameSite does not keep them apart: what a page on one host asks of another comes with
/// the other's cookie. It does not count unless the page is of the same host, or the person goes there (a link, the address bar).
/// </remarks>
internal static class RequestOrigin
{
    /// <param name="method">The request's method.</param>
    /// <param name="headers">Its headers.</param>
    /// <param name="self">The origin that the host's own pages have.</param>
    public static bool MayUseCookie(string method, IHeaderDictionary headers, string self)
    {
        // Browsers send it with every WebSocket, every POST, and every fetch that asks another origin.
        if (headers.Origin.Count > 0) return headers.Origin is [{ } origin] && origin.Equals(self, StringComparison.OrdinalIgnoreCase);
        return headers["Sec-Fetch-Site"].ToString() switch
        {
            "same-site" or "cross-site" => IsVisit(method, headers),
            // "none" is the address bar; old browsers and programs say nothing.
            _ => true,
        };
    }

    // A frame is no visit: who sees it does not know whose page they click on.
    private static bool IsVisit(string method, IHeaderDictionary headers) =>
        (HttpMethods.IsGet(method) || HttpMethods.IsHead(method)) && headers["Sec-Fetch-Mode"] == "navigate" && headers["Sec-Fetch-Dest"] == "document"
        && !headers.ContainsKey(HeaderNames.Upgrade);
}
