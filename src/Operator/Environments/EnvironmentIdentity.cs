using Environs.Crds;
using Environs.Operator.Cluster;

namespace Environs.Operator.Environments;

/// <summary>Whose an environment is, and who may reach it. Pure.</summary>
internal sealed record EnvironmentIdentity
{
    /// <summary>Who created it; null where that is not certain.</summary>
    public Subject? Creator { get; init; }

    /// <summary>Whose it is; null where nobody is known to be.</summary>
    public EnvironmentOwner? Owner { get; init; }

    public string? Organization { get; init; }

    public AdmissionStatus? Admission { get; init; }

    /// <param name="spec">Names an owner and a level, or does not.</param>
    /// <param name="creator">Null where that is not certain.</param>
    /// <param name="areCreatorsRecorded">Whether there is a webhook that does.</param>
    /// <param name="organization">The namespace's.</param>
    public static EnvironmentIdentity Of(EnvironmentSpec? spec, Subject? creator, bool areCreatorsRecorded, string? organization)
    {
        var owner = spec?.Owner?.Name is { Length: > 0 } named ? named : creator?.Name;
        var level = spec?.Admission ?? AdmissionLevels.OwnerOnly;
        var why = areCreatorsRecorded ? "it was not recorded who created it, since it is older than the webhook" : "without the webhook it is not recorded who creates what";
        return new EnvironmentIdentity
        {
            Creator = creator,
            Owner = owner is null ? null : new EnvironmentOwner { Name = owner },
            Organization = organization,
            Admission = new AdmissionStatus
            {
                Level = level,
                Who = level switch
                {
                    AdmissionLevels.Everyone => "everyone, without a login",
                    AdmissionLevels.Organization => organization is null ? $"nobody: its namespace has no label {Namespace.OrganizationLabel}" : $"the members of organization {organization}",
                    AdmissionLevels.CreatorOnly => creator?.Name is { } name ? $"{name}, who created it" : $"nobody: {why}",
                    _ => owner is null ? $"nobody: {why}; an administrator can name an owner in spec.owner" : $"{owner}, whose it is",
                },
            },
        };
    }
}
