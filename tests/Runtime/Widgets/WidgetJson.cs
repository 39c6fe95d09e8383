using System.Text.Json;
using System.Text.Json.Serialization;

namespace Environs.Runtime.Tests.Widgets;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.Strict, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(V1Widget))]
[JsonSerializable(typeof(WidgetStatus))]
public sealed partial class WidgetJson : JsonSerializerContext;
