using Environs.Crds;
using Environs.Operator.Admission;
using Environs.Operator.Admission.Checks;
using static Environs.Operator.Tests.Admission.Asked;

namespace Environs.Operator.Tests.Admission;

public sealed class OwnerCheckTests
{
    [Theory]
    [InlineData(Alice, null, false)]
    [InlineData(Alice, Alice, false)]
    [InlineData(Alice, Bob, true)]
    public void Whoever_creates_one_owns_it_and_may_say_so(string by, string? owner, bool needsRight) =>
        // What is sent as creator does not count.
        Assert.Equal(needsRight, OwnerCheck.NeedsRight(new ProposedChange<V1alpha1Environment>(User(by), "team", null, Environment(owner, Bob))));

    [Theory]
    [InlineData("as it was", Bob, Alice, null, null, false)]
    [InlineData("said aloud", Bob, Alice, null, Alice, false)]
    [InlineData("said no more", Bob, Alice, Alice, null, false)]
    [InlineData("given away", Alice, Alice, null, Bob, true)]
    [InlineData("taken over", Bob, Alice, null, Bob, true)]
    [InlineData("taken over from whom it was given to", Alice, Alice, Bob, Alice, true)]
    [InlineData("let go to the creator", Bob, Alice, Bob, null, true)]
    [InlineData("nobody's, taken", Bob, null, null, Bob, true)]
    [InlineData("nobody's, as it was", Bob, null, null, null, false)]
    public void Another_owner_takes_a_right(string what, string by, string? creator, string? before, string? after, bool needsRight)
    {
        var change = new ProposedChange<V1alpha1Environment>(User(by), "team", Environment(before, creator), Environment(after, creator));
        Assert.True(needsRight == OwnerCheck.NeedsRight(change), what);
    }
}
