using System.Text.Json;
using Environs.Crds;
using Environs.Operator.Admission;
using Environs.Operator.Admission.Reviews;
using k8s.Models;

namespace Environs.Operator.Tests.Admission;

/// <summary>Requests as the API server puts them to a webhook.</summary>
internal static class Asked
{
    public const string Alice = "alice@example.com";
    public const string Bob = "bob@example.com";

    public static V1UserInfo User(string name, string? uid = null, params string[] groups) => new() { Username = name, Uid = uid, Groups = groups };

    /// <param name="old">The object as JSON; null creates.</param>
    /// <param name="new">The same, as it would be.</param>
    /// <param name="user">Whose request it is.</param>
    /// <param name="kind">The object's.</param>
    public static AdmissionRequest Request(string? old, string @new, V1UserInfo? user = null, string kind = "Environment") => new()
    {
        Uid = "question-1",
        Kind = new() { Group = V1alpha1Environment.Group, Version = V1alpha1Environment.Version, Kind = kind },
        Operation = old is null ? AdmissionRequest.Create : AdmissionRequest.Update,
        Namespace = "team",
        Name = "x",
        UserInfo = user ?? User(Alice),
        Object = JsonDocument.Parse(@new).RootElement,
        OldObject = old is null ? null : JsonDocument.Parse(old).RootElement,
    };

    public static V1alpha1Environment Environment(string? owner, string? creator = null) => new()
    {
        Metadata = new V1ObjectMeta
        {
            Name = "x",
            Annotations = creator is null ? null : new Dictionary<string, string> { [CreatorRecords.Annotation] = CreatorRecords.Of(User(creator))! },
        },
        Spec = new() { Owner = owner is null ? null : new() { Name = owner } },
    };
}
