namespace Environs.Support;

/// <summary>Parts of specs, as JSON.</summary>
internal static class Specs
{
    public static string Text(int length) => new('a', length);

    /// <summary>The spec with <paramref name="value"/> in the place of every @.</summary>
    public static string With(string spec, string value) => spec.Replace("@", value, StringComparison.Ordinal);

    public static string Repositories(params string[] specs) => With("""{"content":{"initializer":{"specs":[@]}}}""", string.Join(',', specs));

    public static string Git(string more) => With("""{"git":{"remoteUri":"https://example.com/app"@}}""", more);

    public static string Branch(string target) => Git(With(""", "targetMode":"RemoteBranch", "cloneTarget":"@" """, target));

    public static string Folder(string location) => Git(With(""", "checkoutLocation":"@" """, location));

    public static string Resources(string part, string quantities) => $"{{\"resources\":{{\"{part}\":{quantities}}}}}";

    public static string Map(int count, string value) => $"{{{string.Join(',', Enumerable.Range(0, count).Select(i => $"\"k{i}\":{value}"))}}}";
}
