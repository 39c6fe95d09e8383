using k8s.Models;

namespace Environs.Crds.Schema;

/// <summary>Schemas of types that are not ours and carry no attributes, as Kubernetes' own CRDs have them.</summary>
internal static class KnownSchemas
{
    /// <summary>Pattern of a resource.Quantity, from k8s.io/apimachinery.</summary>
    private const string Quantity =
        @"^(\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))))?$";

    /// <summary>Schema of <paramref name="type"/>; null where it is not known.</summary>
    public static V1JSONSchemaProps? Of(Type type) => type switch
    {
        _ when type == typeof(string) => new() { Type = "string" },
        _ when type == typeof(bool) => new() { Type = "boolean" },
        _ when type == typeof(int) => new() { Type = "integer", Format = "int32" },
        _ when type == typeof(long) => new() { Type = "integer", Format = "int64" },
        _ when type == typeof(double) => new() { Type = "number", Format = "double" },
        _ when type == typeof(DateTime) => new() { Type = "string", Format = "date-time" },
        // A schema with a type would refuse one of the two.
        _ when type == typeof(IntOrString) => new() { XKubernetesIntOrString = true },
        _ when type == typeof(ResourceQuantity) => new() { XKubernetesIntOrString = true, Pattern = Quantity, MaxLength = 64 },
        _ when type == typeof(V1Condition) => Condition(),
        _ => null,
    };

    // metav1.Condition; the enum of status is part of Kubernetes' API conventions and cannot grow.
    private static V1JSONSchemaProps Condition() => new()
    {
        Type = "object",
        Description = "One aspect of the object's state, as in all of Kubernetes.",
        Required = ["lastTransitionTime", "message", "reason", "status", "type"],
        Properties = new Dictionary<string, V1JSONSchemaProps>
        {
            ["type"] = new()
            {
                Type = "string",
                Description = "What the condition speaks of.",
                MaxLength = 316,
                Pattern = @"^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])$",
            },
            ["status"] = new() { Type = "string", Description = "True, False or Unknown.", EnumProperty = ["True", "False", "Unknown"] },
            ["reason"] = new()
            {
                Type = "string",
                Description = "Why, as one word for programs.",
                MinLength = 1,
                MaxLength = 1024,
                Pattern = "^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$",
            },
            ["message"] = new() { Type = "string", Description = "Why, in words for people; may be empty.", MaxLength = 32768 },
            ["lastTransitionTime"] = new() { Type = "string", Format = "date-time", Description = "When status last changed." },
            ["observedGeneration"] = new()
            {
                Type = "integer",
                Format = "int64",
                Minimum = 0,
                Description = "Generation of the spec that the condition speaks of.",
            },
        },
    };
}
