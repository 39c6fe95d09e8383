using System.Text.Json;
using System.Text.Json.Serialization;
using Environs.Protocol.Content;
using Environs.Protocol.Secrets;

namespace Environs.Protocol;

/// <summary>How the messages are written as JSON.</summary>
/// <remarks>
/// Their members have setters: for members that can only be initialised the generated code passes null or 0 where the JSON has none,
/// and a message of an older release, which lacks the newer members, would not get their defaults.
/// </remarks>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ContentRequest))]
[JsonSerializable(typeof(ContentReport))]
[JsonSerializable(typeof(IReadOnlyList<MountedSecret>))]
public sealed partial class ProtocolJson : JsonSerializerContext;
