using System.Buffers.Text;
using System.Text;
using Environs.Operator.Supervision.Callers;

namespace Environs.Operator.Tests.Supervision;

/// <summary>What a token says of itself, before anybody has checked it.</summary>
public sealed class PodClaimTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_000_000);

    [Theory]
    [InlineData("""{"aud":["x","environs.dev/operator"],"exp":999800,"kubernetes.io":{"namespace":"team","pod":{"name":"a","uid":"1"}}}""")]
    [InlineData("""{"aud":"environs.dev/operator","kubernetes.io":{"namespace":"team","pod":{"name":"a","uid":"1"}}}""")]
    public void A_token_of_a_pod_names_it(string payload) => Assert.Equal(new PodClaim("team", "a", "1"), Read(payload));

    [Theory]
    [InlineData("token_rejected", "")]
    [InlineData("token_rejected", "{")]
    [InlineData("wrong_audience", "[1]")]
    [InlineData("wrong_audience", """{"aud":[1,null,{}]}""")]
    [InlineData("wrong_audience", """{"aud":"environs.dev/other","exp":1}""")]
    [InlineData("token_rejected", """{"aud":"\ud800"}""")]
    [InlineData("token_rejected", """{"aud":"environs.dev/operator","exp":999699}""")]
    [InlineData("not_a_pod", """{"aud":"environs.dev/operator","exp":"x"}""")]
    [InlineData("not_a_pod", """{"aud":"environs.dev/operator","kubernetes.io":{"namespace":"team","pod":"a"}}""")]
    [InlineData("not_a_pod", """{"aud":"environs.dev/operator","kubernetes.io":{"namespace":"team","pod":{"name":"a","uid":""}}}""")]
    public void One_that_cannot_be_right_is_refused(string reason, string payload) => Assert.Equal(reason, Assert.Throws<RefusedException>(() => Read(payload)).Reason);

    [Theory]
    [InlineData("opaque")]
    [InlineData("a.!!!.c")]
    [InlineData("a.b.c.d")]
    public void What_is_no_token_of_a_server_is_refused(string token) =>
        Assert.Equal("token_rejected", Assert.Throws<RefusedException>(() => PodClaim.Read(token, Now, TimeSpan.Zero)).Reason);

    private static PodClaim Read(string payload) => PodClaim.Read($"e30.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload))}.x", Now, TimeSpan.FromMinutes(5));
}
