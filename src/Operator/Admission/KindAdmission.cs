using System.Text.Json;
using Environs.Operator.Admission.Reviews;
using Environs.Runtime;
using k8s;
using k8s.Models;

namespace Environs.Operator.Admission;

/// <summary>Reads the objects of one kind, and asks its checks.</summary>
internal sealed class KindAdmission<T>(ResourceKind<T> kind, IEnumerable<IAdmissionCheck<T>> checks) : IKindAdmission
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    public string Kind => kind.Kind;

    public async Task<IReadOnlyList<Objection>> ObjectionsAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        // Whoever takes a finalizer off, such as the garbage collector, must not wait for what was wrong before.
        if (IsGoing(request)) return [];
        T? before, after;
        try
        {
            (before, after) = (Read(request.OldObject), Read(request.Object));
        }
        catch (Exception error) when (error is JsonException or FormatException or NotSupportedException or OverflowException or ArgumentException)
        {
            return [Objection.Invalid(error is JsonException { Path: { Length: > 2 } path } ? path[2..] : "object", "cannot be read as what it should be")];
        }
        if (after is null) return [];
        var change = new ProposedChange<T>(request.UserInfo ?? new V1UserInfo(), request.Namespace ?? "", before, after);
        var objections = new List<Objection>();
        foreach (var check in checks) objections.AddRange(await check.ObjectionsAsync(change, cancellation));
        return objections;
    }

    private T? Read(JsonElement? json)
    {
        if (json is not { ValueKind: JsonValueKind.Object } element) return null;
        var read = element.Deserialize(kind.JsonTypeInfo);
        // The types say that it is there; what is sent need not have it.
        if (read is { Metadata: null }) read.Metadata = new V1ObjectMeta();
        return read;
    }

    private static bool IsGoing(AdmissionRequest request) =>
        request is { OldObject: { ValueKind: JsonValueKind.Object } before, Object: { ValueKind: JsonValueKind.Object } after }
        && after.TryGetProperty("metadata", out var metadata) && metadata.TryGetProperty("deletionTimestamp", out var time) && time.ValueKind == JsonValueKind.String
        && before.TryGetProperty("spec", out var was) && after.TryGetProperty("spec", out var shall) && JsonElement.DeepEquals(was, shall);
}
