using System.Text.Json;
using System.Text.Json.Serialization;
using Environs.Protocol.Content;

namespace Environs.Protocol;

/// <summary>How the messages are written as JSON.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ContentRequest))]
[JsonSerializable(typeof(ContentReport))]
public sealed partial class ProtocolJson : JsonSerializerContext;
