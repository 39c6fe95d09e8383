using System.Text.Json;
using System.Text.Json.Serialization;
using k8s.Models;

namespace Environs.Crds.Schema;

/// <summary>How a CustomResourceDefinition is written as JSON.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(V1CustomResourceDefinition))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(int))]
internal sealed partial class CrdJson : JsonSerializerContext;
