using System.Net.Sockets;
using Environs.Runtime.Api;
using Environs.Runtime.Tests.Widgets;
using k8s;

namespace Environs.Runtime.Tests.Api;

public sealed class ApiClientTests
{
    [Theory]
    [InlineData(typeof(SocketException))]
    [InlineData(typeof(HttpRequestException))]
    [InlineData(typeof(IOException))]
    [InlineData(typeof(ObjectDisposedException))]
    public async Task However_a_connection_fails_it_is_a_transient_error_that_names_the_request(Type failure)
    {
        using var kubernetes = new Kubernetes(new KubernetesClientConfiguration { Host = "http://127.0.0.1:1" }, new Failing(failure));
        var client = new ApiClient(kubernetes, WidgetHost.Options("ns"), TimeProvider.System);
        var sent = await Assert.ThrowsAsync<ApiException>(() => client.SendAsync(HttpMethod.Get, "api/v1/pods?limit=1", null, ApiClient.Json, default));
        var watched = await Assert.ThrowsAsync<ApiException>(() => client.WatchAsync("api/v1/pods?watch=true", default));
        Assert.All([sent, watched], error => Assert.True(error.IsTransient));
        Assert.StartsWith("GET api/v1/pods: ", sent.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancellation_by_the_caller_is_one()
    {
        using var kubernetes = new Kubernetes(new KubernetesClientConfiguration { Host = "http://127.0.0.1:1" }, new Failing(typeof(IOException)));
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        var client = new ApiClient(kubernetes, WidgetHost.Options("ns"), TimeProvider.System);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.SendAsync(HttpMethod.Get, "api/v1/pods", null, ApiClient.Json, cancelled.Token));
    }

    private sealed class Failing(Type failure) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw failure == typeof(ObjectDisposedException) ? new ObjectDisposedException("x") : (Exception)Activator.CreateInstance(failure)!;
        }
    }
}
