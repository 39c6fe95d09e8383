using System.Text.Json.Serialization;

namespace Environs.Crds;

/// <summary>How the kinds are written as JSON; the CRDs' schemas are generated from the same contract.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(V1alpha1Environment))]
[JsonSerializable(typeof(V1alpha1EnvironmentClass))]
[JsonSerializable(typeof(V1alpha1Service))]
[JsonSerializable(typeof(V1alpha1Task))]
[JsonSerializable(typeof(V1alpha1TaskExecution))]
[JsonSerializable(typeof(IList<PlanGroup>))]
public sealed partial class CrdsJson : JsonSerializerContext;
