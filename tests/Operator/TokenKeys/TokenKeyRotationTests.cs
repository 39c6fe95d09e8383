using System.Text;
using System.Text.Json.Nodes;
using Environs.Operator.TokenKeys;
using Environs.Runtime;
using k8s.Models;

namespace Environs.Operator.Tests.TokenKeys;

public sealed class TokenKeyRotationTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Whoever_was_told_an_hour_ago_knows_every_key_that_signs_and_every_key_that_signed_within_the_hour()
    {
        var told = new Queue<IReadOnlySet<string>>();
        var signed = new Queue<string>();
        var (set, keys) = ((TokenKeySet?)null, new HashSet<string>());
        for (var now = Start; now < Start.AddDays(22); now += TimeSpan.FromMinutes(10))
        {
            set = TokenKeyRotation.Next(set, now);
            Assert.Same(set, TokenKeyRotation.Next(set, now));
            keys.Add(set.Signing.Id);
            var known = new[] { set.Signing, set.Next, set.Previous }.OfType<TokenKey>().Select(key => key.Id).ToHashSet();
            told.Enqueue(known);
            signed.Enqueue(set.Signing.Id);
            // Whoever is an hour behind signs by the set of an hour ago, and a token of theirs holds an hour.
            if (told.Count > 6) Assert.Contains(set.Signing.Id, told.Dequeue());
            if (signed.Count > 12) Assert.Contains(signed.Dequeue(), known);
        }
        Assert.Equal(4, keys.Count);
    }

    [Fact]
    public void A_key_is_forgotten_once_no_token_of_its_can_hold()
    {
        var first = TokenKeyRotation.Next(null, Start);
        var second = TokenKeyRotation.Next(TokenKeyRotation.Next(first, Start.AddDays(7)), Start.AddDays(7).AddHours(1));
        Assert.Equal((first.Signing.Id, null), (second.Previous?.Id, second.Next));
        Assert.Null(TokenKeyRotation.Next(second, Start.AddDays(7).AddHours(3)).Previous);
    }

    [Fact]
    public void A_Secret_has_private_halves_where_the_public_set_has_none()
    {
        var set = new TokenKeySet(TokenKey.Create(Start)) { Next = TokenKey.Create(Start.AddHours(1)), Previous = TokenKey.Create(Start.AddHours(-1)) };
        var secret = TokenKeySecret.Build(set, new ResourceKey("home", "tokens"), null);
        var read = TokenKeySecret.Read(secret)!;
        Assert.Equal(
            [set.Signing.Id, set.Next.Id, set.Previous.Id], new[] { read.Signing, read.Next!, read.Previous! }.Select(key => key.Id));
        Assert.Equal(set.Signing.Made, read.Signing.Made);
        Assert.Equal(set.Signing.Pair.D, read.Signing.Pair.D);
        var known = JsonNode.Parse(secret.Data[TokenKeySecret.Known])!["keys"]!.AsArray();
        Assert.Equal(3, known.Count);
        Assert.All(known, key => Assert.Null(key!["d"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("nonsense")]
    [InlineData("{\"kid\":\"a\",\"x\":\"AA\",\"y\":\"AA\",\"d\":\"AA\",\"iat\":1}")]
    [InlineData("{\"kid\":1}")]
    public void What_is_no_key_cannot_sign(string json) =>
        Assert.Null(TokenKeySecret.Read(new V1Secret { Data = new Dictionary<string, byte[]> { [TokenKeySecret.Signing] = Encoding.UTF8.GetBytes(json) } }));
}
