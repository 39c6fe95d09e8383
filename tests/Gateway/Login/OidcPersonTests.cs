using System.Security.Claims;
using Environs.Gateway.Login;

namespace Environs.Gateway.Tests.Login;

public sealed class OidcPersonTests
{
    private const string Issuer = "https://issuer.example.com";

    [Theory]
    [InlineData("sub", "", "ada", $"{Issuer}#ada")]
    [InlineData("sub", "-", "ada", "ada")]
    [InlineData("sub", "oidc:", "ada", "oidc:ada")]
    [InlineData("email", "", "ada@example.com", "ada@example.com")]
    [InlineData("email", "oidc:", "ada@example.com", "oidc:ada@example.com")]
    // Names of the API server's own are not an issuer's to give.
    [InlineData("sub", "-", "system:masters", null)]
    [InlineData("sub", "-", "system:serviceaccount:team:bot", null)]
    [InlineData("sub", "-", "", null)]
    public void A_name_is_what_the_api_server_makes_of_it(string claim, string prefix, string value, string? name) =>
        Assert.Equal(name, OidcPerson.Of([new(claim, value)], new() { Issuer = Issuer, UsernameClaim = claim, UsernamePrefix = prefix }, "")?.Name);

    [Theory]
    [InlineData(null, true)]
    [InlineData("true", true)]
    [InlineData("True", true)]
    [InlineData("false", false)]
    [InlineData("no", false)]
    public void An_address_that_is_not_verified_is_nobodys(string? verified, bool isSomebody)
    {
        List<Claim> claims = [new("email", "ada@example.com")];
        if (verified is not null) claims.Add(new("email_verified", verified));
        Assert.Equal(isSomebody, OidcPerson.Of(claims, new() { Issuer = Issuer, UsernameClaim = "email" }, "") is not null);
    }

    [Fact]
    public void Without_the_claim_or_with_two_it_is_nobody()
    {
        Assert.Null(OidcPerson.Of([new("sub", "ada")], new() { Issuer = Issuer, UsernameClaim = "email" }, ""));
        Assert.Null(OidcPerson.Of([new("sub", "ada"), new("sub", "grace")], new() { Issuer = Issuer }, ""));
    }

    [Fact]
    public void Organizations_come_of_their_claim_and_of_groups()
    {
        var options = new OidcOptions { Issuer = Issuer, UsernamePrefix = "-", GroupsClaim = "groups", GroupsPrefix = "oidc:", OrganizationClaim = "org" };
        Claim[] claims = [new("sub", "ada"), new("org", "acme"), new("org", ""), new("groups", "org/lab"), new("groups", "org/acme"), new("groups", "org/"), new("groups", "staff")];
        Assert.Equal(["acme", "lab"], OidcPerson.Of(claims, options, "oidc:org/")!.Organizations);
        Assert.Equal(["acme"], OidcPerson.Of(claims, options, "")!.Organizations);
    }
}
