using System.Text.Json.Nodes;

namespace Environs.Support;

/// <summary>Parts of specs, as JSON.</summary>
internal static class Specs
{
    public static string Text(int length) => new('a', length);

    /// <summary>The spec with <paramref name="value"/> in the place of every @.</summary>
    public static string With(string spec, string value) => spec.Replace("@", value, StringComparison.Ordinal);

    /// <summary>A service that is right, with <paramref name="changes"/> as a JSON merge patch: null takes a member away.</summary>
    public static string Service(string changes) => Patched("""{"environmentRef":{"name":"hello"},"reference":"web","commands":{"start":"serve"}}""", changes);

    /// <summary>A task that is right, with <paramref name="changes"/> likewise.</summary>
    public static string Task(string changes) => Patched("""{"environmentRef":{"name":"hello"},"reference":"build","command":"make"}""", changes);

    /// <summary>An execution that is right, with <paramref name="changes"/> likewise.</summary>
    public static string Execution(string changes) => Patched("""{"taskRef":{"name":"hello.build"}}""", changes);

    /// <summary>A list of <paramref name="count"/> items; each is <paramref name="item"/> with its number in the place of the @.</summary>
    public static string List(int count, string item) =>
        $"[{string.Join(',', Enumerable.Range(0, count).Select(i => With(item, i.ToString(System.Globalization.CultureInfo.InvariantCulture))))}]";

    public static string Repositories(params string[] specs) => With("""{"content":{"initializer":{"specs":[@]}}}""", string.Join(',', specs));

    public static string Git(string more) => With("""{"git":{"remoteUri":"https://example.com/app"@}}""", more);

    public static string Branch(string target) => Git(With(""", "targetMode":"RemoteBranch", "cloneTarget":"@" """, target));

    public static string Folder(string location) => Git(With(""", "checkoutLocation":"@" """, location));

    public static string Resources(string part, string quantities) => $"{{\"resources\":{{\"{part}\":{quantities}}}}}";

    public static string Map(int count, string value) => $"{{{string.Join(',', Enumerable.Range(0, count).Select(i => $"\"k{i}\":{value}"))}}}";

    /// <summary>An object with changes as a JSON merge patch: null takes a member away.</summary>
    public static string Patched(string json, string changes)
    {
        var patched = JsonNode.Parse(json)!.AsObject();
        Patch(patched, JsonNode.Parse(changes)!.AsObject());
        return patched.ToJsonString();
    }

    private static void Patch(JsonObject target, JsonObject changes)
    {
        foreach (var (name, value) in changes)
        {
            if (value is null) target.Remove(name);
            else if (value is JsonObject inner && target[name] is JsonObject present) Patch(present, inner);
            else target[name] = value.DeepClone();
        }
    }
}
