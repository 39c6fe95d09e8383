using Environs.Runtime.Informers;

namespace Environs.Runtime.Tests.Informers;

public sealed class LabelSelectorTests
{
    [Theory]
    [InlineData(null, true)]
    [InlineData("", true)]
    [InlineData("app", true)]
    [InlineData("other", false)]
    [InlineData("!other", true)]
    [InlineData("!app", false)]
    [InlineData("app=web", true)]
    [InlineData("app==web", true)]
    [InlineData("app = web", true)]
    [InlineData("app=db", false)]
    [InlineData("app!=db", true)]
    [InlineData("app!=web", false)]
    [InlineData("other!=x", true)]
    [InlineData("app=web,tier=1", true)]
    [InlineData("app=web, tier=2", false)]
    [InlineData("app in (web)", false)]
    public void A_selector_matches_as_kubectl_does_so_far_as_it_is_understood(string? selector, bool matches) =>
        Assert.Equal(matches, LabelSelector.Matches(selector, new Dictionary<string, string> { ["app"] = "web", ["tier"] = "1" }));
}
