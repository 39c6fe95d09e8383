using System.Text.Json;
using System.Text.Json.Serialization;

namespace Environs.Supervisor.Content;

/// <summary>How the supervisor's own files are written as JSON.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(ContentState))]
[JsonSerializable(typeof(RefusalCount))]
internal sealed partial class StateJson : JsonSerializerContext;
