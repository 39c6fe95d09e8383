using Environs.Crds;
using Environs.Operator.Environments;
using Environs.Operator.Supervision;
using Environs.Protocol.Secrets;
using Environs.Protocol.Supervision;

namespace Environs.Operator.Secrets;

/// <summary>What a status says of an environment's secrets: by the word of its supervisors, since nobody else sees them. Pure.</summary>
internal static class SecretHealth
{
    /// <summary>What keeps the environment from starting: what is missing and not optional.</summary>
    public static Problem? Trouble(EnvironmentState state)
    {
        if (state is not { Pod: { } pod, View: { IsTerminating: false, IsInitialized: false }, WantsToRun: true }) return null;
        var isSamePod = state.Previous?.Machine?.PodUid == pod.Metadata.Uid;
        // The operator was away: what was said of this pod still holds.
        if (state.Init is null)
        {
            return isSamePod && state.Previous?.Conditions.FirstOrDefault(condition => condition.Type == EnvironmentConditions.Ready) is { Reason: EnvironmentReasons.SecretMissing } ready
                ? new Problem(EnvironmentReasons.SecretMissing, ready.Message)
                : null;
        }
        var missing = EnvironmentSecrets.InPod(pod).Where(secret => !secret.Optional && Said(state.Init.Report.Secrets, secret.Id) is { Missing: true }).ToList();
        return missing.Count == 0 ? null : new Problem(EnvironmentReasons.SecretMissing, ContentReports.Clean(
            $"{string.Join("; ", missing.Select(Missing))}. The environment goes on by itself when kubelet finds {(missing.Count == 1 ? "it" : "them")}."));
    }

    public static IList<SecretStatus>? Of(EnvironmentFacts facts)
    {
        var (state, spec) = (facts.State, facts.State.Environment.Spec);
        if (spec.Secrets is not { Count: > 0 } secrets || state.Errors.Count > 0) return null;
        var inForce = EnvironmentSecrets.InForce(spec);
        var inPod = state.Pod is { } pod ? EnvironmentSecrets.InPod(pod).ToDictionary(secret => secret.Id, StringComparer.Ordinal) : [];
        return [.. secrets.Select(secret => Of(facts, secret, inForce, inPod.GetValueOrDefault(secret.Id)))];
    }

    /// <summary>Whether what runs has all of them as they are now; null where there are none.</summary>
    public static bool? InSync(EnvironmentFacts facts) =>
        facts.Secrets is not { } secrets || !facts.HasLivePod || !facts.IsMachineReady ? null
        : IsInPod(facts.State)
            && secrets.All(secret => secret.Phase is not (ContentPhases.Failed or ContentPhases.Initializing))
            && facts.State.Observation.Secrets is not { StaleServices.Count: > 0 };

    /// <summary>What a person should know of them although the environment works.</summary>
    public static IEnumerable<string> Warnings(EnvironmentFacts facts)
    {
        foreach (var secret in facts.Secrets ?? [])
            if (secret is { Phase: ContentPhases.Failed, FailureMessage: { } failure }) yield return $"Secret {secret.Id}: {failure}";
        if (facts.HasLivePod && facts.State.Observation.Secrets is { StaleServices: { Count: > 0 } stale })
            yield return ReportText.Cut($"Secrets have changed since these services were started, which have the old values in their variables: {string.Join(", ", stale)}. Another session restarts a service.", 1024);
    }

    private static SecretStatus Of(EnvironmentFacts facts, SecretSpec secret, IReadOnlyList<SecretSpec> inForce, MountedSecret? mounted)
    {
        var state = facts.State;
        var before = state.Previous?.Secrets?.FirstOrDefault(one => one.Id == secret.Id);
        var status = new SecretStatus
        {
            Id = secret.Id,
            SecretName = secret.SecretKeyRef.Name,
            Session = state.Pod is not null && IsInPod(state) ? EnvironmentFacts.NullIfEmpty(secret.Session) : before?.Session,
            Phase = ContentPhases.Unavailable,
        };
        if (!EnvironmentSecrets.IsForStage(state.Environment.Spec, secret)) return status with { WarningMessage = "A prebuild gets secrets of the scopes Organization and Project only." };
        if (!inForce.Any(one => ReferenceEquals(one, secret)))
            return status with { WarningMessage = $"Another secret is for the same {EnvironmentSecrets.Place(secret)}, and counts before it: {inForce.First(one => EnvironmentSecrets.Place(one) == EnvironmentSecrets.Place(secret)).Id}." };
        if (secret.ApiOnly == true) return status;
        if (!facts.HasLivePod) return status with { Phase = state.WantsToRun ? ContentPhases.Creating : ContentPhases.Unavailable };

        const string next = "It counts from the next start: it was added or changed since this one.";
        if (secret.ContainerRegistryBasicAuthHost is not null)
        {
            return state.Pod!.Spec.ImagePullSecrets?.Any(one => one.Name == secret.SecretKeyRef.Name) != true ? status with { WarningMessage = next }
                : status with { Phase = facts.IsMachineReady ? ContentPhases.Ready : ContentPhases.Initializing };
        }
        if (mounted != EnvironmentSecrets.Told(secret)) return status with { WarningMessage = next };
        var report = facts.View is { IsInitialized: true } ? state.Observation.Secrets : state.Init?.Report.Secrets;
        if (Said(report, secret.Id) is not { } said)
        {
            return before is not null && state.Previous?.Machine?.PodUid == state.Pod!.Metadata.Uid
                ? status with { Phase = before.Phase, FailureMessage = before.FailureMessage, WarningMessage = before.WarningMessage }
                : status with { Phase = ContentPhases.Initializing };
        }
        // What the init container says is of the values alone: their places are in the dev container.
        var isInitialized = facts.View is { IsInitialized: true };
        return said switch
        {
            { Ready: true } => status with { Phase = isInitialized ? ContentPhases.Ready : ContentPhases.Initializing },
            { Missing: true } when mounted.Optional => status with { WarningMessage = $"{Missing(mounted)}, which is optional." },
            { Missing: true } => status with { Phase = isInitialized ? ContentPhases.Failed : ContentPhases.Initializing, FailureMessage = $"{Missing(mounted)}." },
            _ => status with { Phase = ContentPhases.Failed, FailureMessage = EnvironmentFacts.NullIfEmpty(said.FailureMessage) ?? "It cannot be used." },
        };
    }

    private static bool IsInPod(EnvironmentState state) =>
        state.Pod is { } pod && (EnvironmentFacts.Annotation(pod, EnvironmentNames.SecretsAnnotation) ?? "") == EnvironmentSecrets.Hash(state.Environment.Spec);

    private static SecretReport? Said(SecretsReport? report, string id) => report?.Secrets.FirstOrDefault(one => one.Id == id);

    private static string Missing(MountedSecret secret) => $"{secret} of spec.secrets \"{secret.Id}\" is not there";
}
