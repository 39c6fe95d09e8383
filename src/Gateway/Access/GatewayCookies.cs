using Microsoft.Extensions.Primitives;

namespace Environs.Gateway.Access;

/// <summary>Our cookies among those of an app. Pure.</summary>
/// <remarks>
/// The prefix binds them to one host: a page on another environment's host, which may set cookies for the whole domain, cannot set one
/// of this name, and where two come nevertheless, neither counts.
/// </remarks>
internal static class GatewayCookies
{
    /// <summary>What all names of ours start with.</summary>
    public const string Prefix = "__Host-environs";

    /// <summary>Who has logged in, on an environment's host.</summary>
    public const string Session = Prefix;

    /// <summary>A token for this port.</summary>
    public const string Token = $"{Prefix}-token";

    /// <summary>A login that has begun on this host.</summary>
    public const string Start = $"{Prefix}-start";

    /// <summary>Who has logged in, on the login's own host.</summary>
    public const string Login = $"{Prefix}-login";

    /// <summary>The cookie of that very name; null when there is none, or more than one.</summary>
    public static string? Value(StringValues headers, string name)
    {
        string? found = null;
        foreach (var (key, value) in Pairs(headers))
        {
            if (!key.Equals(name, StringComparison.Ordinal)) continue;
            if (found is not null) return null;
            found = value;
        }
        return found;
    }

    /// <summary>What is left for the app; null when nothing is.</summary>
    public static string? WithoutOurs(StringValues headers) =>
        string.Join("; ", Pairs(headers).Where(pair => !IsOurs(pair.Name)).Select(pair => pair.Whole)) is { Length: > 0 } left ? left : null;

    /// <summary>Whether a <c>Set-Cookie</c> of an app names one of ours.</summary>
    public static bool SetsOurs(string setCookie) => IsOurs(setCookie.Split('=', ';')[0].Trim());

    private static bool IsOurs(string name) => name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<Pair> Pairs(StringValues headers)
    {
        foreach (var part in headers.SelectMany(header => (header ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))
        {
            var at = part.IndexOf('=', StringComparison.Ordinal);
            yield return at < 0 ? new(part, "", part) : new(part[..at].TrimEnd(), part[(at + 1)..].TrimStart().Trim('"'), part);
        }
    }

    private readonly record struct Pair(string Name, string Value, string Whole)
    {
        public void Deconstruct(out string name, out string value) => (name, value) = (Name, Value);
    }
}
