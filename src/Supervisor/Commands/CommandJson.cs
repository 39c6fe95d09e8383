using System.Text.Json;
using System.Text.Json.Serialization;

namespace Environs.Supervisor.Commands;

/// <summary>How <c>-o json</c> is written.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ServiceJson[]))]
[JsonSerializable(typeof(TaskJson[]))]
[JsonSerializable(typeof(PortJson[]))]
[JsonSerializable(typeof(StatusJson))]
[JsonSerializable(typeof(FileJson))]
[JsonSerializable(typeof(ResultJson))]
internal sealed partial class CommandJson : JsonSerializerContext;
