namespace Environs.Gateway.Tests.Hosting;

public sealed class GatewayOptionsTests
{
    [Theory]
    [InlineData("right", null)]
    [InlineData("no domain", "GATEWAY__DOMAIN")]
    [InlineData("an address as domain", "GATEWAY__DOMAIN")]
    [InlineData("a development login beside an issuer", "GATEWAY__DEVELOPMENTLOGIN")]
    [InlineData("an issuer without TLS", "GATEWAY__OIDC__ISSUER")]
    [InlineData("an issuer without client", "GATEWAY__OIDC__CLIENTID")]
    [InlineData("no certificate", "GATEWAY__CERTIFICATEFOLDER")]
    [InlineData("two ends of TLS", "GATEWAY__TLSENDSBEFORE")]
    [InlineData("one port for two", "GATEWAY__PORT")]
    [InlineData("an odd network", "GATEWAY__TRUSTEDPROXIES")]
    public void What_is_wrong_is_said_before_it_starts(string which, string? variable)
    {
        var options = new GatewayOptions { Domain = "envs.example.com", CertificateFolder = "/tls", Oidc = new() { Issuer = "https://issuer.example.com", ClientId = "environs" } };
        switch (which)
        {
            case "no domain": options.Domain = ""; break;
            case "an address as domain": options.Domain = "10.0.0.1"; break;
            case "a development login beside an issuer": options.DevelopmentLogin = true; break;
            case "an issuer without TLS": options.Oidc.Issuer = "http://issuer.example.com"; break;
            case "an issuer without client": options.Oidc.ClientId = ""; break;
            case "no certificate": options.CertificateFolder = ""; break;
            case "two ends of TLS": options.TlsEndsBefore = true; break;
            case "one port for two": options.ManagementPort = options.Port; break;
            case "an odd network": options.TrustedProxies.Add("10.0.0.0/99"); break;
        }
        if (variable is null) Assert.Null(options.Problem());
        else Assert.StartsWith(variable, options.Problem(), StringComparison.Ordinal);
    }
}
