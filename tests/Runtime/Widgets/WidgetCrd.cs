using k8s;
using k8s.Models;

namespace Environs.Runtime.Tests.Widgets;

/// <summary>Registers the kind with a server; the schema lets anything through, so that tests can write what does not decode.</summary>
public static class WidgetCrd
{
    private static readonly Lock Gate = new();
    private static Task? installed;

    public static Task InstallAsync(Kubernetes client)
    {
        lock (Gate)
            return installed ??= OnceAsync(client);
    }

    private static async Task OnceAsync(Kubernetes client)
    {
        var crd = new V1CustomResourceDefinition
        {
            ApiVersion = "apiextensions.k8s.io/v1",
            Kind = "CustomResourceDefinition",
            Metadata = new() { Name = "widgets.tests.environs.dev" },
            Spec = new()
            {
                Group = "tests.environs.dev",
                Scope = "Namespaced",
                Names = new() { Kind = "Widget", Plural = "widgets", Singular = "widget", ListKind = "WidgetList" },
                Versions =
                [
                    new()
                    {
                        Name = "v1",
                        Served = true,
                        Storage = true,
                        Subresources = new() { Status = new() },
                        Schema = new()
                        {
                            OpenAPIV3Schema = new()
                            {
                                Type = "object",
                                Properties = new Dictionary<string, V1JSONSchemaProps>
                                {
                                    ["spec"] = new() { Type = "object", XKubernetesPreserveUnknownFields = true },
                                    ["status"] = new() { Type = "object", XKubernetesPreserveUnknownFields = true },
                                },
                            },
                        },
                    },
                ],
            },
        };
        try
        {
            await client.ApiextensionsV1.CreateCustomResourceDefinitionAsync(crd);
        }
        catch (k8s.Autorest.HttpOperationException error) when (error.Response.StatusCode == System.Net.HttpStatusCode.Conflict)
        {
        }
        await Support.Clusters.Eventually.TrueAsync(
            async () => (await client.ApiextensionsV1.ReadCustomResourceDefinitionAsync(crd.Metadata.Name)).Status?.Conditions?
                .Any(condition => condition is { Type: "Established", Status: "True" }) == true,
            TimeSpan.FromSeconds(30), "the Widget CRD is established");
    }
}
