using System.Text.Json.Serialization;
using k8s;
using k8s.Models;

namespace Environs.Runtime.Tests.Widgets;

/// <summary>A kind that only these tests know; it asks for one ConfigMap with its value.</summary>
public sealed class V1Widget : IKubernetesObject<V1ObjectMeta>, IStatus<WidgetStatus?>
{
    public static ResourceKind<V1Widget> Kind { get; } =
        new("tests.environs.dev", "v1", "Widget", "widgets", true, WidgetJson.Default.V1Widget);

    public string ApiVersion { get; set; } = "tests.environs.dev/v1";

    [JsonPropertyName("kind")]
    public string KindName { get; set; } = "Widget";

    [JsonIgnore]
    string IKubernetesObject.Kind
    {
        get => KindName;
        set => KindName = value;
    }

    public V1ObjectMeta Metadata { get; set; } = new();

    public WidgetSpec? Spec { get; set; }

    public WidgetStatus? Status { get; set; }
}
