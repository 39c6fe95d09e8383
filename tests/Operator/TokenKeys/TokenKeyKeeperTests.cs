using Environs.Operator.Tests.Supervision;
using Environs.Operator.TokenKeys;
using Environs.Support.Clusters;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Environs.Operator.Tests.TokenKeys;

/// <summary>The Secret of a real API server.</summary>
[Trait("Category", "Cluster")]
public sealed class TokenKeyKeeperTests : IAsyncLifetime
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    private Inhabitants here = null!;

    public async ValueTask InitializeAsync() => here = await Inhabitants.SettleAsync();

    public ValueTask DisposeAsync() => here.DisposeAsync();

    [Fact]
    public async Task The_keys_are_made_kept_replaced_when_due_and_made_anew_where_they_are_spoilt()
    {
        await using var @operator = await TestOperator.StartAsync(here.Namespace, add: services => services.AddHostedService<TokenKeyKeeper>());
        await Eventually.TrueAsync(async () => await SecretAsync() is not null, Soon, "it is made");
        var (first, version) = (TokenKeySecret.Read((await SecretAsync())!)!, (await SecretAsync())!.Metadata.ResourceVersion);

        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        using var keeper = ActivatorUtilities.CreateInstance<TokenKeyKeeper>(@operator.Services, time);
        await keeper.LookAsync(TestContext.Current.CancellationToken);
        Assert.Equal(version, (await SecretAsync())!.Metadata.ResourceVersion);

        time.Advance(TokenKeyRotation.Lifetime + TimeSpan.FromMinutes(1));
        await keeper.LookAsync(TestContext.Current.CancellationToken);
        var both = TokenKeySecret.Read((await SecretAsync())!)!;
        Assert.Equal((first.Signing.Id, true), (both.Signing.Id, both.Next is not null));
        time.Advance(TokenKeyRotation.Settling);
        await keeper.LookAsync(TestContext.Current.CancellationToken);
        var second = TokenKeySecret.Read((await SecretAsync())!)!;
        Assert.Equal((both.Next!.Id, first.Signing.Id, null), (second.Signing.Id, second.Previous?.Id, second.Next));

        await here.Client.CoreV1.PatchNamespacedSecretAsync(new V1Patch("""{"stringData":{"signing.json":"NONSENSE"}}""", V1Patch.PatchType.MergePatch), TestOperator.TokenSecret, here.Namespace);
        await keeper.LookAsync(TestContext.Current.CancellationToken);
        Assert.NotEqual(second.Signing.Id, TokenKeySecret.Read((await SecretAsync())!)!.Signing.Id);
        Assert.DoesNotContain("NONSENSE", @operator.Log.All, StringComparison.Ordinal);
        Assert.Empty(@operator.Log.At(LogLevel.Error));
    }

    private async Task<V1Secret?> SecretAsync()
    {
        try
        {
            return await here.Client.CoreV1.ReadNamespacedSecretAsync(TestOperator.TokenSecret, here.Namespace);
        }
        catch (HttpOperationException error) when (error.Response.StatusCode == System.Net.HttpStatusCode.NotFound)
        {
            return null;
        }
    }
}
