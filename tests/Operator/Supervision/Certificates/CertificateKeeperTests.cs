using System.Text;
using Environs.Operator.Supervision.Certificates;
using Environs.Support.Clusters;
using Grpc.Core;
using k8s;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Environs.Operator.Tests.Supervision.Certificates;

/// <summary>The Secret of a real API server, and callers who trust what they have read of it.</summary>
[Trait("Category", "Cluster")]
public sealed class CertificateKeeperTests : IAsyncLifetime
{
    private const string Name = "environs-supervision";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    private Inhabitants here = null!;

    public async ValueTask InitializeAsync() => here = await Inhabitants.SettleAsync();

    public ValueTask DisposeAsync() => here.DisposeAsync();

    private Task<V1Secret> SecretAsync() => here.Client.CoreV1.ReadNamespacedSecretAsync(Name, here.Namespace);

    private static async Task<bool> AnswersAsync(TestOperator @operator, string bundle, DateTimeOffset? now = null)
    {
        using var dialler = new Dialler(@operator.Port, Dialler.Authorities(bundle), null, now: now);
        return (await dialler.EndAsync()).StatusCode == StatusCode.Unauthenticated;
    }

    [Fact]
    public async Task Of_two_replicas_that_make_the_Secret_at_once_one_wins_and_both_serve_the_same()
    {
        var pair = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => TestOperator.StartAsync(here.Namespace)));
        await using var one = pair[0];
        await using var two = pair[1];
        await Eventually.TrueAsync(() => one.Bundle == two.Bundle, Soon, "both have the same");
        Assert.Equal(1, one.Log.At(LogLevel.Information).Concat(two.Log.At(LogLevel.Information)).Count(line => line.Contains("written", StringComparison.Ordinal)));
        Assert.True(await AnswersAsync(one, one.Bundle) && await AnswersAsync(two, one.Bundle));
        Assert.Empty(one.Log.At(LogLevel.Error).Concat(two.Log.At(LogLevel.Error)));
    }

    [Fact]
    public async Task Deleted_it_is_made_again_with_other_keys()
    {
        await using var @operator = await TestOperator.StartAsync(here.Namespace);
        var before = @operator.Bundle;
        await here.Client.CoreV1.DeleteNamespacedSecretAsync(Name, here.Namespace);
        await Eventually.TrueAsync(async () => @operator.Bundle != before && (await SecretAsync()).Data.ContainsKey("tls.key"), Soon, "there is another one");
        Assert.False(await AnswersAsync(@operator, before));
        Assert.True(await AnswersAsync(@operator, @operator.Bundle));
    }

    [Fact]
    public async Task Spoilt_it_is_made_anew_with_one_line_in_the_log_and_no_key_is_ever_told()
    {
        await using var @operator = await TestOperator.StartAsync(here.Namespace);
        var before = @operator.Bundle;
        var keys = (await SecretAsync()).Data.Where(pair => pair.Key.EndsWith(".key", StringComparison.Ordinal)).Select(pair => Encoding.UTF8.GetString(pair.Value)).ToList();
        await here.Client.CoreV1.PatchNamespacedSecretAsync(new V1Patch("""{"stringData":{"ca.key":"SECRET NONSENSE"}}""", V1Patch.PatchType.MergePatch), Name, here.Namespace);
        await Eventually.TrueAsync(() => @operator.Bundle != before, Soon, "it is made anew");
        Assert.True(await AnswersAsync(@operator, @operator.Bundle));
        Assert.Equal(
            [$"Secret {here.Namespace}/{Name} could not be used and was made anew with other keys: ca.crt and ca.key are no certificate and its key in PEM"],
            @operator.Log.At(LogLevel.Warning).Where(line => !line.Contains(" refused, ", StringComparison.Ordinal)));
        keys.AddRange((await SecretAsync()).Data.Where(pair => pair.Key.EndsWith(".key", StringComparison.Ordinal)).Select(pair => Encoding.UTF8.GetString(pair.Value)));
        Assert.All([.. keys.Where(key => key.Length > 0).Select(key => key.Split('\n')[1]), "NONSENSE"], key => Assert.DoesNotContain(key, @operator.Log.All, StringComparison.Ordinal));
        Assert.Equal(4, keys.Count(key => key.Length > 0));
    }

    [Fact]
    public async Task Through_a_change_of_certificate_and_of_authority_callers_with_the_bundle_of_before_get_through()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var @operator = await TestOperator.StartAsync(here.Namespace, time: time, isReady: false);
        await LaterAsync(@operator, time, TimeSpan.Zero, () => Task.FromResult(@operator.Bundle.Length > 0), "there is a certificate");
        var first = @operator.Bundle;
        var certificate = (await SecretAsync()).Data["tls.crt"];

        await LaterAsync(@operator, time, TimeSpan.FromDays(61), async () => !(await SecretAsync()).Data["tls.crt"].SequenceEqual(certificate), "the serving certificate is new");
        Assert.Equal(first, @operator.Bundle);
        Assert.True(await AnswersAsync(@operator, first, time.GetUtcNow()));

        await LaterAsync(@operator, time, TimeSpan.FromDays(430), () => Task.FromResult(@operator.Bundle != first), "the next authority is made known");
        var both = @operator.Bundle;
        Assert.StartsWith(first, both, StringComparison.Ordinal);
        Assert.True(await AnswersAsync(@operator, first, time.GetUtcNow()));

        await LaterAsync(@operator, time, TimeSpan.FromHours(1.1), () => Task.FromResult(@operator.Bundle != both), "it signs");
        Assert.True(await AnswersAsync(@operator, both, time.GetUtcNow()));
        Assert.False(await AnswersAsync(@operator, first, time.GetUtcNow()));
        Assert.NotEmpty((await SecretAsync()).Data["previous-ca.crt"]);

        await LaterAsync(@operator, time, TimeSpan.FromDays(95), async () => !(await SecretAsync()).Data.TryGetValue("previous-ca.crt", out var certificate) || certificate.Length == 0, "the old one is forgotten");
        var writes = (await SecretAsync()).Metadata.ResourceVersion;
        Assert.DoesNotContain((await SecretAsync()).Data, pair => pair.Key.StartsWith("next", StringComparison.Ordinal) && pair.Value is { Length: > 0 });
        await LaterAsync(@operator, time, TimeSpan.Zero, () => AnswersAsync(@operator, both, time.GetUtcNow()), "who has read the bundle is served");
        // Some looks later nothing was written again.
        var looks = 0;
        await LaterAsync(@operator, time, TimeSpan.Zero, () => Task.FromResult(looks++ > 20), "it has looked");
        Assert.Equal(writes, (await SecretAsync()).Metadata.ResourceVersion);
    }

    // The keeper's own pauses and time-outs are by the same clock.
    private static async Task LaterAsync(TestOperator @operator, FakeTimeProvider time, TimeSpan later, Func<Task<bool>> condition, string what)
    {
        time.Advance(later);
        await Eventually.TrueAsync(
            async () =>
            {
                time.Advance(TimeSpan.FromMilliseconds(100));
                return await condition();
            },
            Soon, () => $"{what}; the log:\n{@operator.Log.All}");
    }
}
