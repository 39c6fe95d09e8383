using System.Text;
using Environs.EndToEnd.Tests.Installation;
using k8s;
using k8s.Models;

namespace Environs.EndToEnd.Tests.Secrets;

/// <summary>Secrets of a test's namespace.</summary>
internal static class TestSecrets
{
    /// <summary>Makes a Secret, or gives it other values.</summary>
    public static async Task PutSecretAsync(this Playground here, string name, params (string Key, string Value)[] values)
    {
        var secret = new V1Secret { ApiVersion = "v1", Kind = "Secret", Metadata = new() { Name = name }, Data = values.ToDictionary(pair => pair.Key, pair => Encoding.UTF8.GetBytes(pair.Value)) };
        _ = await here.Client.CoreV1.PatchNamespacedSecretAsync(new V1Patch(KubernetesJson.Serialize(secret), V1Patch.PatchType.ApplyPatch), name, here.Namespace, fieldManager: "tests", force: true);
    }
}
