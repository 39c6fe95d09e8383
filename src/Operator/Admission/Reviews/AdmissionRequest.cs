using System.Text.Json;
using k8s.Models;

namespace Environs.Operator.Admission.Reviews;

/// <summary>A request that waits to be admitted; what nobody reads is left out.</summary>
internal sealed record AdmissionRequest
{
    public const string Create = "CREATE";
    public const string Update = "UPDATE";

    /// <summary>Tells this question apart; the answer repeats it.</summary>
    public string Uid { get; init; } = "";

    public AdmissionKind Kind { get; init; } = new();

    /// <summary>The object's name; empty where the API server has yet to make one up.</summary>
    public string? Name { get; init; }

    public string? Namespace { get; init; }

    /// <summary>CREATE, UPDATE or another.</summary>
    public string Operation { get; init; } = "";

    /// <summary>Whose request it is; of an impersonated user, that user.</summary>
    public V1UserInfo? UserInfo { get; init; }

    /// <summary>The object as it would be.</summary>
    public JsonElement? Object { get; init; }

    /// <summary>The object as it is; null where there is none yet.</summary>
    public JsonElement? OldObject { get; init; }
}
