namespace Environs.Supervisor.Content;

/// <summary>The parts of a web address that tell what page it is.</summary>
internal sealed class WebPage(Uri uri)
{
    private readonly string[] raw = uri.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);

    internal string Host { get; } = uri.IdnHost.ToLowerInvariant();

    internal int Count => raw.Length;

    /// <summary>Segment of the path, decoded; empty when there are not so many.</summary>
    internal string Segment(int index) => index >= 0 && index < raw.Length ? Uri.UnescapeDataString(raw[index]) : "";

    /// <summary>Index of the first segment that reads <paramref name="word"/>; -1 when there is none.</summary>
    internal int IndexOf(string word) => Array.IndexOf(raw, word);

    /// <summary>Everything from a segment on, decoded.</summary>
    internal string From(int index) => string.Join('/', raw.Skip(index).Select(Uri.UnescapeDataString));

    /// <summary>Value of a parameter of the query, decoded; empty when it is not there.</summary>
    internal string Query(string name)
    {
        foreach (var pair in uri.Query.TrimStart('?').Split('&'))
        {
            var parts = pair.Split('=', 2);
            if (parts.Length == 2 && parts[0] == name) return Uri.UnescapeDataString(parts[1].Replace('+', ' '));
        }

        return "";
    }

    /// <summary>Address of the repository whose path is the first <paramref name="segments"/> segments, with git's suffix.</summary>
    internal string Repository(int segments)
    {
        var path = string.Join('/', raw.Take(segments));
        return Address(path.EndsWith(".git", StringComparison.Ordinal) ? path : path + ".git");
    }

    /// <summary>Address on the same server, with the same credentials.</summary>
    internal string Address(string path)
    {
        var userInfo = uri.UserInfo.Length == 0 ? "" : uri.UserInfo + "@";
        var port = uri.IsDefaultPort ? "" : $":{uri.Port}";
        return $"{uri.Scheme}://{userInfo}{uri.Host}{port}/{path}";
    }

    /// <summary>The encoded segments, for addresses that are put together anew.</summary>
    internal string Raw(int from, int count) => string.Join('/', raw.Skip(from).Take(count));
}
