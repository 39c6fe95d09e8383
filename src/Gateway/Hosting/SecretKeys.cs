using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Environs.Gateway.Routing;
using Environs.Runtime;
using k8s.Models;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Options;

namespace Environs.Gateway.Hosting;

/// <summary>The keys in the gateway's own Secret, an entry each. The chart makes it; two replicas that add a key at once do not meet.</summary>
internal sealed class SecretKeys(IResourceReader reader, IResourceWriter writer, IOptions<GatewayOptions> options) : IXmlRepository
{
    private ResourceKey Name => new(options.Value.Namespace, options.Value.KeySecret);

    public IReadOnlyCollection<XElement> GetAllElements() => Now(async () => (IReadOnlyCollection<XElement>)
        [.. (await ReadAsync()).Data?.Values.Select(value => XElement.Parse(Encoding.UTF8.GetString(value))) ?? []]);

    public void StoreElement(XElement element, string friendlyName) => Now(async () =>
    {
        var entry = Convert.ToBase64String(Encoding.UTF8.GetBytes(element.ToString(SaveOptions.DisableFormatting)));
        var change = new JsonObject { ["data"] = new JsonObject { [$"{friendlyName}.xml"] = entry } };
        return await writer.MergeAsync(Kinds.Secret, await ReadAsync(), change, CancellationToken.None);
    });

    private async Task<V1Secret> ReadAsync() =>
        await reader.ReadAsync(Kinds.Secret, Name, CancellationToken.None) ?? throw new InvalidOperationException($"There is no Secret {Name} to keep the keys of cookies in.");

    // The interface knows no waiting. It is asked at the start, and a few times a month.
    private static T Now<T>(Func<Task<T>> work) => Task.Run(work).GetAwaiter().GetResult();
}
