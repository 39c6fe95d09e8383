using Environs.Crds;

namespace Environs.Operator.Secrets;

/// <summary>Which Secrets a change of a resource newly asks for. Pure.</summary>
/// <remarks>
/// What stands as it stood was allowed to whoever put it there. A reference that is used in another way counts as new: whoever may not read a
/// registry's credential must not get to see it in a variable.
/// </remarks>
internal static class SecretReferences
{
    /// <summary>Each reference that is new, by the path of its field.</summary>
    public static IReadOnlyList<(string Field, string Secret)> Added(EnvironmentSpec? before, EnvironmentSpec? after) =>
        Added(before?.Secrets, after?.Secrets, secret => secret with { Session = null, Name = null, SecretKeyRef = Required(secret.SecretKeyRef)! }, "spec.secrets", secret => ($"[{secret.Id}].secretKeyRef", secret.SecretKeyRef?.Name));

    /// <summary>Of the variables of a service or task, likewise.</summary>
    public static IReadOnlyList<(string Field, string Secret)> Added(IList<EnvironmentVariable>? before, IList<EnvironmentVariable>? after) =>
        Added(before, after, variable => (variable.Name, Required(variable.ValueFrom?.SecretKeyRef)), "spec.env", variable => ($"[{variable.Name}].valueFrom.secretKeyRef", variable.ValueFrom?.SecretKeyRef?.Name));

    private static List<(string Field, string Secret)> Added<T, TKey>(IList<T>? before, IList<T>? after, Func<T, TKey> what, string list, Func<T, (string Field, string? Secret)> name)
        where T : class
    {
        // An item can be null: what comes from a server is not bound by what the types say.
        var known = (before ?? []).OfType<T>().Select(what).ToHashSet();
        return [.. (after ?? []).OfType<T>().Where(one => !known.Contains(what(one))).Select(name).Where(one => one.Secret is { Length: > 0 }).Select(one => ($"{list}{one.Field}", one.Secret!))];
    }

    // Whether it may be missing is nothing that shows its value.
    private static SecretKeyReference? Required(SecretKeyReference? reference) => reference is null ? null : reference with { Optional = null };
}
