using System.Net;
using Environs.Gateway.Access;

namespace Environs.Gateway.Forwarding;

/// <summary>Which of a client's headers an app gets to see, and what we say of the client instead. Pure.</summary>
internal static class ForwardedHeaders
{
    // What apps believe of whoever stands before them, under all the names that are in use; only we stand there.
    private static readonly HashSet<string> Claims = new(StringComparer.OrdinalIgnoreCase)
    {
        "Forwarded", "X-Real-IP", "X-Client-IP", "X-Cluster-Client-IP", "True-Client-IP", "X-Original-URL", "X-Original-Host", "X-Rewrite-URL", Callers.OwnHeader,
    };

    private const string ForwardedPrefix = "X-Forwarded-";

    /// <summary>The names that a client may not say.</summary>
    public static IEnumerable<string> NotForApps(IHeaderDictionary headers) => headers.Keys.Where(IsClaim);

    /// <summary>What is said of the client.</summary>
    public static IEnumerable<(string Name, string Value)> Of(IPAddress? client, string host, int publicPort) =>
    [
        .. client is null ? [] : new[] { ("X-Forwarded-For", Address(client)) },
        ("X-Forwarded-Host", host),
        ("X-Forwarded-Proto", "https"),
        ("X-Forwarded-Port", publicPort.ToString(System.Globalization.CultureInfo.InvariantCulture)),
    ];

    // CGI and its heirs take an underscore for a hyphen.
    private static bool IsClaim(string name)
    {
        var plain = name.Replace('_', '-');
        return plain.StartsWith(ForwardedPrefix, StringComparison.OrdinalIgnoreCase) || Claims.Contains(plain);
    }

    private static string Address(IPAddress address) => (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
}
