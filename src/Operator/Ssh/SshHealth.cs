using Environs.Crds;
using Environs.Operator.Environments;
using Environs.Protocol.Ssh;

namespace Environs.Operator.Ssh;

/// <summary>What a status says of an environment's SSH keys, by the word of its supervisor. Pure.</summary>
internal static class SshHealth
{
    /// <summary>What the supervisor shall let in; of a spec that is not valid what is.</summary>
    public static IEnumerable<string> Keys(V1alpha1Environment environment) =>
        (environment.Spec.SshPublicKeys ?? []).Select(key => PublicKeyText.Line(key?.Value ?? "")).OfType<string>().Distinct(StringComparer.Ordinal).Take(100);

    public static IList<SshPublicKeyStatus>? Of(EnvironmentFacts facts)
    {
        if (facts.State.Environment.Spec.SshPublicKeys is not { Count: > 0 } keys || facts.State.Errors.Count > 0) return null;
        return [.. keys.Select(key => Of(facts, key))];
    }

    /// <summary>Where the server is reached that lets somebody in: by a name for ssh's configuration, so that each environment has its own host key in known_hosts (docs/ssh.md).</summary>
    public static string? Url(EnvironmentFacts facts)
    {
        if (!facts.IsMachineReady || facts.State.Environment.Spec.SshPublicKeys is not { Count: > 0 }) return null;
        if (facts.State.Observation.Ssh is not { } said) return IsSamePod(facts) ? facts.State.Previous?.EnvironmentUrls?.Ssh?.Url : null;
        var metadata = facts.State.Environment.Metadata;
        return said is { User.Length: > 0, Port: > 0 } ? $"ssh://{said.User}@{metadata.Name}.{metadata.NamespaceProperty}.environs:{said.Port}" : null;
    }

    private static SshPublicKeyStatus Of(EnvironmentFacts facts, SshPublicKey key)
    {
        var status = new SshPublicKeyStatus { Id = key.Id, Phase = ContentPhases.Unavailable };
        if (!facts.HasLivePod) return facts.State.WantsToRun ? status with { Phase = ContentPhases.Creating } : status;
        if (facts.State.Observation.Ssh is not { } said)
        {
            var before = facts.State.Previous?.SshPublicKeys?.FirstOrDefault(one => one.Id == key.Id);
            return before is not null && IsSamePod(facts) ? before : status with { Phase = ContentPhases.Initializing };
        }
        if (said.FailureMessage.Length > 0) return status with { Phase = ContentPhases.Failed, FailureMessage = said.FailureMessage };
        return status with { Phase = said.Port > 0 && said.Fingerprints.Contains(PublicKeyText.Fingerprint(key.Value) ?? "") ? ContentPhases.Ready : ContentPhases.Initializing };
    }

    // The operator was away: what was said of this pod still holds.
    private static bool IsSamePod(EnvironmentFacts facts) => facts.State.Previous?.Machine?.PodUid == facts.State.Pod?.Metadata.Uid;
}
