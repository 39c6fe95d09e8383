namespace Environs.EndToEnd.Tests.Chart;

/// <summary>What the gateway's values do to the manifests; helm alone answers.</summary>
public sealed class GatewayValuesTests
{
    [Fact]
    public async Task Without_a_gateway_nothing_speaks_of_one() =>
        Assert.DoesNotContain("gateway", (await Chart.TemplateAsync("--set", "crds.install=false")).Text, StringComparison.OrdinalIgnoreCase);

    [Fact]
    public async Task A_gateway_needs_a_domain() =>
        Assert.Contains("gateway.domain must be set", (await Chart.TemplateAsync("--set", "gateway.enabled=true")).Errors, StringComparison.Ordinal);

    [Theory]
    [InlineData("gateway.publicPort=443", "value: \"envs.example.com\"\n")]
    [InlineData("gateway.publicPort=8443", "value: \"envs.example.com:8443\"\n")]
    public async Task The_operator_knows_the_gateways_addresses(string value, string line) =>
        Assert.Contains($"name: OPERATOR__GATEWAYDOMAIN\n          {line}", await RenderAsync(value), StringComparison.Ordinal);

    [Theory]
    // TLS ends here, there, or there and is begun again
    [InlineData("gateway.tls.secretName=t", "{name: GATEWAY__CERTIFICATEFOLDER, value: /tls}", "GATEWAY__TLSENDSBEFORE")]
    [InlineData("gateway.ingress.enabled=true", "{name: GATEWAY__TLSENDSBEFORE, value: \"true\"}", "GATEWAY__CERTIFICATEFOLDER")]
    [InlineData("gateway.ingress.enabled=true,gateway.tls.secretName=t", "{name: GATEWAY__CERTIFICATEFOLDER, value: /tls}", "GATEWAY__TLSENDSBEFORE")]
    [InlineData("gateway.developmentLogin=true", "{name: GATEWAY__DEVELOPMENTLOGIN, value: \"true\"}", "GATEWAY__TLSENDSBEFORE")]
    [InlineData("gateway.ingress.enabled=true", "host: \"*.envs.example.com\"", "HTTPRoute")]
    [InlineData("gateway.httpRoute.enabled=true,gateway.httpRoute.parentRefs[0].name=public", "hostnames: [\"*.envs.example.com\"]", "kind: Ingress")]
    [InlineData("gateway.oidc.issuer=https://i.example.com,gateway.oidc.clientSecretName=s", "{name: GATEWAY__OIDC__CLIENTSECRETFILE, value: /oidc/client-secret}", "/oidc-ca")]
    [InlineData("gateway.trustedProxies[0]=10.0.0.0/8", "{name: GATEWAY__TRUSTEDPROXIES__0, value: \"10.0.0.0/8\"}", "OIDC")]
    public async Task A_value_does_what_it_says_and_no_more(string value, string has, string hasNot)
    {
        var manifests = await RenderAsync(value);
        Assert.Contains(has, manifests, StringComparison.Ordinal);
        Assert.DoesNotContain(hasNot, manifests, StringComparison.Ordinal);
    }

    private static async Task<string> RenderAsync(string value) =>
        (await Chart.TemplateAsync("--set", $"crds.install=false,gateway.enabled=true,gateway.domain=envs.example.com,{value}")).Text;
}
