using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Environs.Gateway.Access;

/// <summary>The requests that are being answered, and how many each environment has.</summary>
internal sealed class OpenRequests(IOptions<GatewayOptions> options)
{
    private readonly ConcurrentDictionary<OpenRequest, byte> open = new();
    private readonly ConcurrentDictionary<string, int> counts = new(StringComparer.Ordinal);

    public IEnumerable<OpenRequest> All => open.Keys;

    /// <summary>Adds one; false when its environment has too many.</summary>
    public bool TryAdd(OpenRequest request)
    {
        if (counts.AddOrUpdate(request.Host.Uid, 1, (_, count) => count + 1) > options.Value.Limits.PerEnvironment)
        {
            Release(request.Host.Uid);
            return false;
        }
        open[request] = 0;
        return true;
    }

    public void Remove(OpenRequest request)
    {
        if (open.TryRemove(request, out _)) Release(request.Host.Uid);
    }

    private void Release(string uid)
    {
        var left = counts.AddOrUpdate(uid, 0, (_, count) => count - 1);
        // Only as it is: somebody may have come meanwhile.
        if (left == 0) counts.TryRemove(KeyValuePair.Create(uid, 0));
    }
}
