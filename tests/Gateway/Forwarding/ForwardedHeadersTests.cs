using System.Net;
using Environs.Gateway.Forwarding;
using Microsoft.AspNetCore.Http;

namespace Environs.Gateway.Tests.Forwarding;

public sealed class ForwardedHeadersTests
{
    [Theory]
    [InlineData("X-Forwarded-For")]
    [InlineData("x-forwarded-anything")]
    [InlineData("X_FORWARDED_FOR")]
    [InlineData("X-Forwarded_Host")]
    [InlineData("Forwarded")]
    [InlineData("X-Real-IP")]
    [InlineData("x_real_ip")]
    [InlineData("X-Original-URL")]
    [InlineData("X-Environs-Authorization")]
    public void What_only_who_stands_before_an_app_may_say_is_not_sent_on(string name) =>
        Assert.Contains(name, ForwardedHeaders.NotForApps(new HeaderDictionary { [name] = "1", ["X-App"] = "1", ["access_token"] = "1" }));

    [Theory]
    [InlineData("X-App")]
    [InlineData("access_token")]
    [InlineData("Authorization")]
    [InlineData("X-Forwarde")]
    public void The_rest_is(string name) => Assert.DoesNotContain(name, ForwardedHeaders.NotForApps(new HeaderDictionary { [name] = "1" }));

    [Theory]
    [InlineData("10.1.2.3", "10.1.2.3")]
    [InlineData("::ffff:10.1.2.3", "10.1.2.3")]
    [InlineData("fd00::1", "fd00::1")]
    public void The_client_is_who_connects(string address, string said) =>
        Assert.Equal(
            [("X-Forwarded-For", said), ("X-Forwarded-Host", "a.b:8443"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Port", "8443")],
            ForwardedHeaders.Of(IPAddress.Parse(address), "a.b:8443", 8443));
}
