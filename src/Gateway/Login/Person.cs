namespace Environs.Gateway.Login;

/// <summary>Somebody who has logged in.</summary>
/// <param name="Name">The name that the API server knows the same person by.</param>
/// <param name="Organizations">Where they are a member.</param>
internal sealed record Person(string Name, IReadOnlyList<string> Organizations)
{
    /// <summary>The organizations that groups stand for.</summary>
    public static IEnumerable<string> OrganizationsIn(IEnumerable<string> groups, string prefix) =>
        prefix.Length == 0 ? [] : groups.Where(group => group.StartsWith(prefix, StringComparison.Ordinal) && group.Length > prefix.Length).Select(group => group[prefix.Length..]);
}
