using Environs.Gateway.Routing;
using Environs.Gateway.Tests.Support;

namespace Environs.Gateway.Tests.Routing;

public sealed class GatewayHostTests
{
    private const string Domain = "envs.example.com";

    [Theory]
    [InlineData($"3000--{Some.Uid}.{Domain}", 3000)]
    [InlineData($"3000--{Some.Uid}.ENVS.Example.com", 3000)]
    [InlineData($"65535--0F0E0D0C-0B0A-4908-8706-050403020100.{Domain}", 65535)]
    [InlineData($"1--{Some.Uid}.{Domain}", 1)]
    public void A_host_is_a_port_and_a_uid(string host, int port)
    {
        Assert.True(GatewayHost.TryParse(host, Domain, out var parsed));
        Assert.Equal(new GatewayHost(port, Some.Uid), parsed);
        Assert.Equal($"{port}--{Some.Uid}", parsed.Label);
    }

    [Fact]
    public void An_environment_has_a_host_of_its_own()
    {
        Assert.True(GatewayHost.TryParse($"ENV--{Some.Uid}.{Domain}", Domain, out var parsed));
        Assert.Equal((true, $"env--{Some.Uid}"), (parsed.IsEnvironment, parsed.Label));
    }

    [Theory]
    [InlineData("")]
    [InlineData(Domain)]
    [InlineData($"login.{Domain}")]
    [InlineData($".{Domain}")]
    [InlineData($"3000--{Some.Uid}")]
    [InlineData($"3000--{Some.Uid}.evil.example.com")]
    [InlineData($"3000--{Some.Uid}.{Domain}.evil.com")]
    [InlineData($"3000--{Some.Uid}x{Domain}")]
    [InlineData($"a.3000--{Some.Uid}.{Domain}")]
    [InlineData($"3000-{Some.Uid}.{Domain}")]
    [InlineData($"03000--{Some.Uid}.{Domain}")]
    [InlineData($"+3000--{Some.Uid}.{Domain}")]
    [InlineData($" 3000--{Some.Uid}.{Domain}")]
    [InlineData($"٣--{Some.Uid}.{Domain}")]
    [InlineData($"0--{Some.Uid}.{Domain}")]
    [InlineData($"65536--{Some.Uid}.{Domain}")]
    [InlineData($"--{Some.Uid}.{Domain}")]
    [InlineData($"3000--.{Domain}")]
    [InlineData($"3000--0f0e0d0c0b0a49088706050403020100.{Domain}")]
    [InlineData($"3000--{{{Some.Uid}}}.{Domain}")]
    [InlineData($"3000--{Some.Uid}..{Domain}")]
    public void Nothing_else_is_one(string host) => Assert.False(GatewayHost.TryParse(host, Domain, out _));

    [Theory]
    [InlineData($"login.{Domain}", true)]
    [InlineData($"LOGIN.{Domain}", true)]
    [InlineData($"xlogin.{Domain}", false)]
    [InlineData($"login.{Domain}.evil.com", false)]
    public void The_login_has_one_host(string host, bool isLogin) => Assert.Equal(isLogin, GatewayHost.IsLogin(host, Domain));
}
