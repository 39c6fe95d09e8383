using Environs.Crds;
using Environs.Operator.Environments;

namespace Environs.Operator.Tests.Environments;

public sealed class EnvironmentIdentityTests
{
    [Theory]
    [InlineData(null, null, "alice", "acme", "alice", "OwnerOnly", "alice, whose it is")]
    [InlineData("OwnerOnly", "bob", "alice", "acme", "bob", "OwnerOnly", "bob, whose it is")]
    [InlineData("OwnerOnly", null, null, "acme", null, "OwnerOnly", "nobody: it was not recorded who created it, since it is older than the webhook; an administrator can name an owner in spec.owner")]
    [InlineData("CreatorOnly", "bob", "alice", "acme", "bob", "CreatorOnly", "alice, who created it")]
    [InlineData("CreatorOnly", "bob", null, "acme", "bob", "CreatorOnly", "nobody: it was not recorded who created it, since it is older than the webhook")]
    [InlineData("Organization", null, "alice", "acme", "alice", "Organization", "the members of organization acme")]
    [InlineData("Organization", null, "alice", null, "alice", "Organization", "nobody: its namespace has no label environs.dev/organization")]
    [InlineData("Everyone", null, null, null, null, "Everyone", "everyone, without a login")]
    public void Each_level_is_said_in_words(string? asked, string? named, string? creator, string? organization, string? owner, string level, string who)
    {
        var identity = EnvironmentIdentity.Of(Spec(asked, named), creator is null ? null : new Subject { Name = creator }, true, organization);
        Assert.Equal(owner, identity.Owner?.Name);
        Assert.Equal(new AdmissionStatus { Level = level, Who = who }, identity.Admission);
        Assert.Equal((creator, organization), (identity.Creator?.Name, identity.Organization));
    }

    [Fact]
    public void Without_the_webhook_only_a_named_owner_counts_and_it_says_so()
    {
        Assert.Equal(
            "nobody: without the webhook it is not recorded who creates what; an administrator can name an owner in spec.owner",
            EnvironmentIdentity.Of(Spec(null, null), null, false, "acme").Admission!.Who);
        Assert.Equal("bob, whose it is", EnvironmentIdentity.Of(Spec(null, "bob"), null, false, null).Admission!.Who);
    }

    private static EnvironmentSpec Spec(string? level, string? owner) => new() { Admission = level, Owner = owner is null ? null : new() { Name = owner } };
}
