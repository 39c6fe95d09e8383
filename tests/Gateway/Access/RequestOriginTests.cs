using Environs.Gateway.Access;
using Microsoft.AspNetCore.Http;

namespace Environs.Gateway.Tests.Access;

public sealed class RequestOriginTests
{
    private const string Self = "https://3000--one.envs.example.com";
    private const string Sibling = "https://3000--two.envs.example.com";

    [Theory]
    // the address bar, and a link from anywhere
    [InlineData("GET", null, "none", "navigate", "document", true)]
    [InlineData("GET", null, "cross-site", "navigate", "document", true)]
    [InlineData("GET", null, "same-site", "navigate", "document", true)]
    // the host's own pages
    [InlineData("GET", null, "same-origin", "cors", "empty", true)]
    [InlineData("POST", Self, "same-origin", "cors", "empty", true)]
    [InlineData("GET", Self, "same-origin", "websocket", "empty", true)]
    // programs and old browsers
    [InlineData("GET", null, null, null, null, true)]
    [InlineData("POST", null, null, null, null, true)]
    // another environment's page
    [InlineData("POST", Sibling, "same-site", "navigate", "document", false)]
    [InlineData("POST", Sibling, null, null, null, false)]
    [InlineData("GET", Sibling, "same-site", "websocket", "empty", false)]
    [InlineData("GET", Sibling, null, null, null, false)]
    [InlineData("GET", null, "same-site", "no-cors", "image", false)]
    [InlineData("GET", null, "same-site", "no-cors", "script", false)]
    [InlineData("GET", null, "same-site", "navigate", "iframe", false)]
    [InlineData("HEAD", null, "same-site", "no-cors", "empty", false)]
    [InlineData("POST", null, "same-site", "navigate", "document", false)]
    // an origin that hides itself, or only looks like ours
    [InlineData("POST", "null", "cross-site", "navigate", "document", false)]
    [InlineData("POST", "https://3000--one.envs.example.com.evil.com", null, null, null, false)]
    [InlineData("POST", "http://3000--one.envs.example.com", null, null, null, false)]
    public void A_cookie_counts_for_the_hosts_own_pages_and_for_visits(string method, string? origin, string? site, string? mode, string? destination, bool may)
    {
        var headers = new HeaderDictionary();
        foreach (var (name, value) in ((string, string?)[])[("Origin", origin), ("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", mode), ("Sec-Fetch-Dest", destination)])
            if (value is not null) headers[name] = value;
        Assert.Equal(may, RequestOrigin.MayUseCookie(method, headers, Self));
    }

    [Fact]
    public void Two_origins_are_none()
    {
        var headers = new HeaderDictionary { ["Origin"] = new([Self, Sibling]) };
        Assert.False(RequestOrigin.MayUseCookie("POST", headers, Self));
    }
}
