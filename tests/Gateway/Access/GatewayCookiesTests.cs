using Environs.Gateway.Access;

namespace Environs.Gateway.Tests.Access;

public sealed class GatewayCookiesTests
{
    [Theory]
    [InlineData("__Host-environs=a", "a")]
    [InlineData("x=1; __Host-environs=a; y=2", "a")]
    [InlineData("x=1;__Host-environs=\"a\"", "a")]
    [InlineData("__Host-environs=a=b==", "a=b==")]
    [InlineData("", null)]
    [InlineData("__Host-environsx=a", null)]
    [InlineData("__host-environs=a", null)]
    [InlineData("environs=a", null)]
    // A browser has one cookie of a name and path; two are somebody's trick.
    [InlineData("__Host-environs=a; __Host-environs=b", null)]
    [InlineData("__Host-environs=a; __Host-environs=a", null)]
    public void The_cookie_of_a_name_is_the_only_one(string header, string? value) => Assert.Equal(value, GatewayCookies.Value(header, GatewayCookies.Session));

    [Fact]
    public void Two_headers_are_one() => Assert.Null(GatewayCookies.Value(new(["__Host-environs=a", "__Host-environs=b"]), GatewayCookies.Session));

    [Theory]
    [InlineData("a=1; b=2", "a=1; b=2")]
    [InlineData("a=1; __Host-environs=x; b=2", "a=1; b=2")]
    [InlineData("__Host-environs-token=x", null)]
    [InlineData("__HOST-ENVIRONS=x; a=\"1 2\"; flag", "a=\"1 2\"; flag")]
    [InlineData("a=__Host-environs", "a=__Host-environs")]
    public void An_app_gets_its_own(string header, string? left) => Assert.Equal(left, GatewayCookies.WithoutOurs(header));

    [Theory]
    [InlineData("__Host-environs=x; Path=/", true)]
    [InlineData(" __host-environs-start = x", true)]
    [InlineData("__Host-environs", true)]
    [InlineData("app=__Host-environs", false)]
    public void An_app_cannot_set_ours(string setCookie, bool isOurs) => Assert.Equal(isOurs, GatewayCookies.SetsOurs(setCookie));
}
