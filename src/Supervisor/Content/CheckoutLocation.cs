using Environs.Supervisor.Posix;

namespace Environs.Supervisor.Content;

/// <summary>Where below <c>/workspaces</c> a clone goes.</summary>
internal static class CheckoutLocation
{
    /// <summary>Folder below the workspaces that keeps what was moved aside.</summary>
    internal const string MovedAside = ".moved-aside";

    /// <summary>Throws unless <paramref name="location"/> is a relative path that stays below the workspaces; returns it without a final slash.</summary>
    internal static string Parse(string field, string location)
    {
        var trimmed = location.StartsWith("./", StringComparison.Ordinal) ? location[2..] : location;
        trimmed = trimmed.TrimEnd('/');
        var parts = trimmed.Split('/');
        var bad = location.StartsWith('/') || trimmed.Length is 0 or > 1024
            || parts.Any(part => part is "" or "." or ".." or ".git" || part[0] == '-' || part.Length > 200 || part.Any(c => char.IsControl(c) || c == '\\'))
            || parts[0] == MovedAside;
        return bad
            ? throw ContentException.Invalid(field, location, "is not a folder below /workspaces: a relative path such as \"app\" is expected")
            : trimmed;
    }

    /// <summary>Folder of a clone whose location is not given: the repository's name.</summary>
    internal static string OfUrl(string url)
    {
        var path = url.TrimEnd('/');
        var name = path[(path.LastIndexOfAny(['/', ':']) + 1)..];
        var query = name.IndexOfAny(['?', '#']);
        if (query >= 0) name = name[..query];
        name = Uri.UnescapeDataString(name);
        if (name.EndsWith(".git", StringComparison.OrdinalIgnoreCase)) name = name[..^4];
        var safe = new string([.. name.Take(100).Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' ? c : '-')]).TrimStart('.', '-');
        return safe.Length == 0 ? "repository" : safe;
    }

    /// <summary>Throws if what lies on the way to <paramref name="location"/> below <paramref name="root"/> is a link or a file.</summary>
    internal static void RequireRealFolders(string root, string location)
    {
        var path = root;
        foreach (var part in location.Split('/').SkipLast(1))
        {
            path = Path.Combine(path, part);
            if (FileStatus.Of(path) is { Kind: not FileKind.Folder })
            {
                var obstacle = Path.GetRelativePath(root, path);
                throw new ContentException($"checkoutLocation \"{location}\" leads through \"{obstacle}\", which is no folder: choose another place", refused: true);
            }
        }
    }
}
