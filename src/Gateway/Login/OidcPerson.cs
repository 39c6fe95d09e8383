using System.Security.Claims;

namespace Environs.Gateway.Login;

/// <summary>Reads who somebody is from the claims of a token, as kube-apiserver does. Pure.</summary>
internal static class OidcPerson
{
    private const string Email = "email";

    /// <summary>Name and organizations; null when the claims name nobody, or somebody that no issuer may name.</summary>
    public static Person? Of(IEnumerable<Claim> claims, OidcOptions options, string organizationGroupPrefix)
    {
        var byType = claims.ToLookup(claim => claim.Type, claim => claim.Value, StringComparer.Ordinal);
        if (byType[options.UsernameClaim].ToList() is not [{ Length: > 0 } value]) return null;
        if (options.UsernameClaim == Email && byType["email_verified"].Any(verified => !verified.Equals("true", StringComparison.OrdinalIgnoreCase))) return null;
        var name = Prefix(options) + value;
        // The API server's own names are not an issuer's to give.
        if (name.StartsWith("system:", StringComparison.Ordinal)) return null;
        var groups = options.GroupsClaim.Length == 0 ? [] : byType[options.GroupsClaim].Select(group => options.GroupsPrefix + group);
        var claimed = options.OrganizationClaim.Length == 0 ? [] : byType[options.OrganizationClaim];
        return new(name, [.. claimed.Concat(Person.OrganizationsIn(groups, organizationGroupPrefix)).Where(one => one.Length > 0).Distinct(StringComparer.Ordinal)]);
    }

    private static string Prefix(OidcOptions options) => options.UsernamePrefix switch
    {
        "-" => "",
        "" => options.UsernameClaim == Email ? "" : $"{options.Issuer}#",
        var prefix => prefix,
    };
}
