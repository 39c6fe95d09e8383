using System.Text.Json.Serialization;
using k8s.Models;

namespace Environs.Gateway.Routing;

/// <summary>How what the gateway reads of the cluster is written as JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RoutedEnvironment))]
[JsonSerializable(typeof(RoutedPod))]
[JsonSerializable(typeof(V1Secret))]
[JsonSerializable(typeof(V1ConfigMap))]
[JsonSerializable(typeof(V1TokenReview))]
internal sealed partial class GatewayJson : JsonSerializerContext;
