using System.Text.Json.Nodes;
using Environs.Support.Clusters;

namespace Environs.Support;

/// <summary>Brings our CRDs into a cluster, as the types say them now.</summary>
public static class CustomResources
{
    /// <summary>Creates or replaces every definition and waits until its objects are served; a server without CEL drops the rules.</summary>
    public static async Task InstallAsync(ResourceApi api)
    {
        foreach (var kind in CrdKinds.All)
        {
            var definition = CrdKinds.Definition(kind);
            var path = $"{CrdKinds.DefinitionsPath}/{definition["metadata"]!["name"]}";
            // Another test's process may do the same at the same time.
            await Eventually.TrueAsync(() => PutAsync(api, path, definition), TimeSpan.FromSeconds(30), $"{path} is taken");
            await Eventually.TrueAsync(
                () => api.AnswersAsync(CrdKinds.ObjectsPath(kind.EntityKind(), "default")), TimeSpan.FromSeconds(30), $"{kind.EntityKind()} is served");
        }
    }

    private static async Task<bool> PutAsync(ResourceApi api, string path, JsonNode definition)
    {
        var present = await api.GetAsync(path);
        var wanted = definition.DeepClone();
        if (present.IsSuccess) wanted["metadata"]!["resourceVersion"] = present.Body["metadata"]!["resourceVersion"]!.GetValue<string>();
        var answer = present.IsSuccess ? await api.PutAsync(path, wanted) : await api.PostAsync(CrdKinds.DefinitionsPath, wanted);
        return answer.IsSuccess || answer.Code == 409 ? answer.IsSuccess : throw new InvalidOperationException(answer.Message);
    }
}
