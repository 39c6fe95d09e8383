using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace Environs.Gateway.Login;

/// <summary>What this process remembers of ended logins; none lives longer than a login would.</summary>
internal sealed class PassingSignedOut(IOptions<GatewayOptions> options) : ISignedOut, IDisposable
{
    private readonly MemoryCache ended = new(new MemoryCacheOptions());

    public bool Contains(string session) => ended.TryGetValue(session, out _);

    public Task AddAsync(string session, CancellationToken cancellation)
    {
        ended.Set(session, true, options.Value.LoginLifetime);
        return Task.CompletedTask;
    }

    public void Dispose() => ended.Dispose();
}
