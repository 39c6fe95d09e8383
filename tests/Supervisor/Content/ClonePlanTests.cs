using Environs.Protocol.Content;
using Environs.Supervisor.Content;

namespace Environs.Supervisor.Tests.Content;

public sealed class ClonePlanTests
{
    [Theory]
    [InlineData("a/app b/app c/app", "app app-2 app-3")]
    [InlineData("a/app b/app a/app-2", "app app-2 app-2-2")]
    [InlineData("a/app-2 a/app b/app", "app-2 app app-3")]
    [InlineData("a/app =app", "app-2 app")]
    [InlineData("a/app =app/sub", "app-2 app/sub")]
    [InlineData("a/app a/app =app-2", "app app-3 app-2")]
    [InlineData("a/app b/other", "app other")]
    public void Names_that_the_repositories_give_get_numbers_where_they_collide(string repositories, string locations) =>
        Assert.Equal(locations.Split(' '), ClonePlan.Of(Request(repositories)).Select(plan => plan.Location));

    [Theory]
    [InlineData("=app =app")]
    [InlineData("=app =app/sub")]
    [InlineData("=app/sub a/other =app")]
    public void Locations_that_the_user_gave_are_refused_where_they_collide(string repositories)
    {
        var error = Assert.Throws<ContentException>(() => ClonePlan.Of(Request(repositories)));

        Assert.True(error.Refused);
        Assert.Contains("give each repository its own", error.Message, StringComparison.Ordinal);
    }

    private static ContentRequest Request(string repositories) => Requests.Of([.. repositories.Split(' ').Select(text => text[0] == '='
        ? Requests.Git("https://example.com/o/r.git", location: text[1..])
        : Requests.Page($"https://example.com/{text}.git"))]);
}
