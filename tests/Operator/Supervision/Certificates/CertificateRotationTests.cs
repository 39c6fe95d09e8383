using System.Security.Cryptography.X509Certificates;
using Environs.Operator.Supervision;
using Environs.Operator.Supervision.Certificates;

namespace Environs.Operator.Tests.Supervision.Certificates;

public sealed class CertificateRotationTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly SupervisionOptions options = new();

    private static bool Trusts(string bundle, CertificateSet set, DateTimeOffset now)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.ImportFromPem(bundle);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = now.UtcDateTime.ToLocalTime();
        return chain.Build(set.Serving!) && set.Serving!.MatchesHostname("operator.environs");
    }

    private static int Count(string bundle) => bundle.Split("BEGIN CERTIFICATE").Length - 1;

    [Fact]
    public void What_is_missing_is_made_and_what_is_well_stays_the_same_object()
    {
        var set = CertificateRotation.Next(null, Start, options);
        Assert.True(Trusts(set.Bundle, set, Start));
        Assert.True(Trusts(set.Bundle, set, Start - TimeSpan.FromMinutes(4)));
        Assert.Same(set, CertificateRotation.Next(set, Start, options));
        Assert.Same(set, CertificateRotation.Next(set, Start + TimeSpan.FromDays(59), options));
        Assert.Equal(1, Count(set.Bundle));
    }

    [Fact]
    public void One_that_lacks_another_name_is_replaced_by_the_same_authority_and_keeps_its_own()
    {
        var first = CertificateRotation.Next(null, Start, options);
        var second = CertificateRotation.Next(first, Start, options, "environs-admission.team.svc");
        Assert.Equal(first.Bundle, second.Bundle);
        Assert.True(Trusts(first.Bundle, second, Start));
        Assert.True(second.Serving!.MatchesHostname("environs-admission.team.svc"));
        Assert.Same(second, CertificateRotation.Next(second, Start, options, "environs-admission.team.svc"));
        // Whoever knows of no other name, such as the version before, leaves it.
        Assert.Same(second, CertificateRotation.Next(second, Start, options));
    }

    [Fact]
    public void The_serving_certificate_is_renewed_at_two_thirds_by_the_same_authority()
    {
        var first = CertificateRotation.Next(null, Start, options);
        var second = CertificateRotation.Next(first, Start + TimeSpan.FromDays(60), options);
        Assert.NotEqual(first.Serving!.Thumbprint, second.Serving!.Thumbprint);
        Assert.Equal(first.Bundle, second.Bundle);
        Assert.True(Trusts(first.Bundle, second, Start + TimeSpan.FromDays(100)));
    }

    [Fact]
    public void In_six_years_no_pod_that_has_read_the_bundle_within_the_hour_is_ever_left_out()
    {
        CertificateSet? set = null;
        var read = new Queue<string>();
        var (most, authorities) = (0, new HashSet<string>());
        // Every twenty minutes would be 157,000 looks: near the changes of authority they are that close, elsewhere a day apart.
        for (var now = Start; now < Start + TimeSpan.FromDays(6 * 365); now += set.Next is not null ? TimeSpan.FromMinutes(20) : TimeSpan.FromHours(23))
        {
            set = CertificateRotation.Next(set, now, options);
            read.Enqueue(set.Bundle);
            while (read.Count > 3)
                read.Dequeue();
            Assert.All(read, bundle => Assert.True(Trusts(bundle, set, now), $"{now:O}"));
            most = Math.Max(most, Count(set.Bundle));
            authorities.Add(set.Authority.Thumbprint);
        }
        Assert.Equal(2, most);
        Assert.InRange(authorities.Count, 4, 6);
    }

    [Fact]
    public void A_new_authority_is_only_known_at_first_and_the_old_one_is_known_until_its_last_certificate_has_run_out()
    {
        var first = CertificateRotation.Next(null, Start, options);
        var due = Start + (options.AuthorityLifetime * 2 / 3) + TimeSpan.FromMinutes(5);
        var known = CertificateRotation.Next(first, due, options);
        Assert.Equal((first.Authority, 2), (known.Authority, Count(known.Bundle)));
        Assert.NotNull(known.Next);
        Assert.Same(known, CertificateRotation.Next(known, due + TimeSpan.FromMinutes(59), options));

        var signs = CertificateRotation.Next(known, due + TimeSpan.FromHours(1), options);
        Assert.Equal((known.Next, first.Authority, 2), (signs.Authority, signs.Previous!, Count(signs.Bundle)));
        Assert.Null(signs.Next);
        Assert.False(Trusts(first.Bundle, signs, due + TimeSpan.FromHours(1)));
        Assert.True(Trusts(known.Bundle, signs, due + TimeSpan.FromHours(1)));

        var later = CertificateRotation.Next(signs, due + TimeSpan.FromDays(89), options);
        Assert.NotNull(later.Previous);
        Assert.Null(CertificateRotation.Next(later, due + TimeSpan.FromDays(91), options).Previous);
    }

    [Fact]
    public void After_years_without_a_look_everything_is_new_at_once()
    {
        var first = CertificateRotation.Next(null, Start, options);
        var now = Start + TimeSpan.FromDays(1000);
        var set = CertificateRotation.Next(first, now, options);
        Assert.True(Trusts(set.Bundle, set, now));
        Assert.Equal(1, Count(set.Bundle));
    }

    [Fact]
    public void Through_the_Secret_and_back_nothing_is_lost()
    {
        var first = CertificateRotation.Next(null, Start, options);
        var due = Start + (options.AuthorityLifetime * 2 / 3) + TimeSpan.FromMinutes(5);
        var known = CertificateRotation.Next(first, due, options);
        var signs = CertificateRotation.Next(known, due + TimeSpan.FromHours(1), options);
        foreach (var set in new[] { first, known, signs })
        {
            var secret = CertificateSecret.Build(set, new("home", "s"), null);
            var read = CertificateSecret.Read(secret, out var problem)!;
            Assert.Null(problem);
            Assert.Equal((set.Bundle, set.Serving!.Thumbprint), (read.Bundle, read.Serving!.Thumbprint));
            Assert.True(read.Serving.HasPrivateKey && read.Authority.HasPrivateKey);
        }
    }

    [Theory]
    [InlineData("ca.crt", "it has no ca.crt or no ca.key")]
    [InlineData("ca.key", "it has no ca.crt or no ca.key")]
    public void Without_an_authority_the_Secret_says_what_it_lacks(string without, string expected)
    {
        var secret = CertificateSecret.Build(CertificateRotation.Next(null, Start, options), new("home", "s"), null);
        secret.Data.Remove(without);
        Assert.Null(CertificateSecret.Read(secret, out var problem));
        Assert.Equal(expected, problem);
    }

    [Fact]
    public void An_authority_whose_key_is_another_ones_or_nonsense_is_not_used_and_its_key_is_not_told()
    {
        var secret = CertificateSecret.Build(CertificateRotation.Next(null, Start, options), new("home", "s"), null);
        var other = CertificateSecret.Build(CertificateRotation.Next(null, Start, options), new("home", "s"), null);
        foreach (var key in new[] { other.Data["ca.key"], "SECRET"u8.ToArray(), [0xff] })
        {
            secret.Data["ca.key"] = key;
            Assert.Null(CertificateSecret.Read(secret, out var problem));
            Assert.Equal("ca.crt and ca.key are no certificate and its key in PEM", problem);
        }
    }

    [Fact]
    public void A_serving_certificate_that_is_odd_or_another_authoritys_is_made_again_and_the_authority_stays()
    {
        var set = CertificateRotation.Next(null, Start, options);
        var secret = CertificateSecret.Build(set, new("home", "s"), null);
        var other = CertificateSecret.Build(CertificateRotation.Next(null, Start, options), new("home", "s"), null);
        foreach (var (certificate, key) in new[] { ("x"u8.ToArray(), "y"u8.ToArray()), (other.Data["tls.crt"], other.Data["tls.key"]) })
        {
            (secret.Data["tls.crt"], secret.Data["tls.key"]) = (certificate, key);
            var mended = CertificateRotation.Next(CertificateSecret.Read(secret, out _), Start, options);
            Assert.Equal(set.Bundle, mended.Bundle);
            Assert.True(Trusts(set.Bundle, mended, Start));
        }
    }
}
