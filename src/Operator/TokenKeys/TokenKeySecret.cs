using System.Text;
using System.Text.Json.Nodes;
using Environs.Operator.Environments;
using Environs.Runtime;
using k8s.Models;

namespace Environs.Operator.TokenKeys;

/// <summary>The keys as a Secret has them: the gateway is given the public ones and the one that signs. Pure.</summary>
internal static class TokenKeySecret
{
    /// <summary>A JSON Web Key Set of the public halves.</summary>
    public const string Known = "keys.json";

    /// <summary>Both halves of the key that signs.</summary>
    public const string Signing = "signing.json";

    private const string Next = "next.json";
    private const string Previous = "previous.json";

    /// <summary>The set in a Secret; null where no key of it can sign.</summary>
    public static TokenKeySet? Read(V1Secret secret) =>
        Key(secret, Signing) is { } signing ? new TokenKeySet(signing) { Next = Key(secret, Next), Previous = Key(secret, Previous) } : null;

    public static V1Secret Build(TokenKeySet set, ResourceKey key, V1Secret? present)
    {
        var known = new JsonArray([.. new[] { set.Signing, set.Next, set.Previous }.OfType<TokenKey>().Select(one => one.Public())]);
        return new V1Secret
        {
            Metadata = new V1ObjectMeta
            {
                Name = key.Name,
                NamespaceProperty = key.Namespace,
                Labels = new Dictionary<string, string> { [EnvironmentNames.ManagedByLabel] = EnvironmentNames.ManagedBy },
                // Of two replicas that change it at once, one is told of a conflict.
                Uid = present?.Metadata.Uid,
                ResourceVersion = present?.Metadata.ResourceVersion,
            },
            Data = new Dictionary<string, byte[]>
            {
                [Known] = Bytes(new JsonObject { ["keys"] = known }),
                [Signing] = Bytes(set.Signing.Private()),
                // What there is none of is there and empty: an apply that leaves a key out was seen not to remove it (Kubernetes 1.20).
                [Next] = set.Next is null ? [] : Bytes(set.Next.Private()),
                [Previous] = set.Previous is null ? [] : Bytes(set.Previous.Private()),
            },
        };
    }

    private static TokenKey? Key(V1Secret secret, string name) => secret.Data is { } data && data.TryGetValue(name, out var json) && json is { Length: > 0 } ? TokenKey.Read(json) : null;

    private static byte[] Bytes(JsonObject json) => Encoding.UTF8.GetBytes(json.ToJsonString());
}
