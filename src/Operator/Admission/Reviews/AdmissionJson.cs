using System.Text.Json.Serialization;

namespace Environs.Operator.Admission.Reviews;

/// <summary>How questions and answers are written as JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AdmissionReview))]
[JsonSerializable(typeof(CreatorRecord))]
internal sealed partial class AdmissionJson : JsonSerializerContext;
