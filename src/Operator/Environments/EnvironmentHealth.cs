using Environs.Crds;
using Environs.Operator.Activity;
using Environs.Operator.Devcontainers;
using Environs.Operator.Requests;
using Environs.Operator.Secrets;
using Environs.Operator.Ssh;
using Environs.Operator.Supervision;
using Environs.Protocol.Content;

namespace Environs.Operator.Environments;

/// <summary>Computes the status of an environment. Pure: the runtime adds times, generations and the status' version.</summary>
internal static class EnvironmentHealth
{
    public static EnvironmentStatus Of(EnvironmentState state, EnvironmentPlan plan)
    {
        var facts = EnvironmentFacts.Of(state, plan);
        var devcontainer = Devcontainer(facts);
        return new EnvironmentStatus
        {
            Phase = facts.Phase,
            RunnerAck = Ack(state),
            Conditions = EnvironmentConditionSet.Of(facts),
            FailureMessage = facts.Trouble is { } trouble ? [trouble.Message] : null,
            WarningMessage = Warnings(facts) is { Count: > 0 } warnings ? warnings : null,
            Machine = Machine(facts),
            Content = Content(facts),
            Devcontainer = devcontainer with { SecretsInSync = SecretHealth.InSync(facts) },
            Secrets = facts.Secrets,
            Ports = facts.HasLivePod ? ActivityHealth.Ports(state) : null,
            SshPublicKeys = SshHealth.Of(facts),
            EnvironmentUrls = state.Errors.Count == 0 ? EnvironmentAddresses.Of(state.Environment, devcontainer.ForwardedPorts, state.Options.GatewayDomain, SshHealth.Url(facts)) : null,
            ActivitySignal = ActivityHealth.Signal(state),
            LastStartedAt = plan.IsStart ? WholeSeconds.Of(state.Now) : state.Previous?.LastStartedAt,
            Creator = state.Identity.Creator,
            Owner = state.Identity.Owner,
            Organization = state.Identity.Organization,
            Admission = state.Identity.Admission,
            // What a pass about services and tasks says over.
            AutomationsFile = state.Previous?.AutomationsFile,
            Triggers = state.Previous?.Triggers,
        };
    }

    /// <summary>The same, and what the start of its dev container could not bring.</summary>
    public static EnvironmentStatus WithTriggers(EnvironmentStatus status) => status is { Phase: EnvironmentPhases.Running, Triggers.FailureMessage: { } problem }
        ? status with { WarningMessage = [.. status.WarningMessage ?? [], problem] }
        : status;

    // Of those that can be many no more than a status takes.
    private static List<string> Warnings(EnvironmentFacts facts) =>
        [
            .. facts.Report?.Warnings ?? [],
            .. facts.MachineWarning is { } warning ? (string[])[warning] : [],
            .. RequestedPhases.Problem(facts.State.Environment.Metadata) is { } problem ? (string[])[problem] : [],
            .. SecretHealth.Warnings(facts).Take(3),
        ];

    private static RunnerAck Ack(EnvironmentState state) => new()
    {
        SpecVersion = state.Environment.Metadata.Generation?.ToString(System.Globalization.CultureInfo.InvariantCulture),
        StatusCode = state.Errors.Count > 0 ? RunnerAckCodes.InvalidResource : state.IsAccepted ? RunnerAckCodes.Ok : RunnerAckCodes.FailedPrecondition,
        Message = state.Rejection?.Message,
    };

    private static MachineStatus Machine(EnvironmentFacts facts)
    {
        var previous = facts.State.Previous?.Machine;
        var pod = facts.State.Pod;
        return new MachineStatus
        {
            Phase = facts.MachinePhase,
            // Recorded only once it is in force: it pins the default, and holds a change of spec.machine.class against an old API server.
            Class = facts.State.IsAccepted ? facts.State.Class.Name : previous?.Class,
            Session = pod is null ? previous?.Session : EnvironmentFacts.Annotation(pod, EnvironmentNames.MachineSessionAnnotation),
            PodName = pod?.Metadata.Name,
            PodUid = PodUid(facts),
            NodeName = pod?.Spec.NodeName,
            FailureMessage = facts.MachineTrouble?.Message,
            WarningMessage = facts.MachineWarning,
            Timeout = facts.State.Wish.Timeout,
            Idle = facts.State.Wish.Idle is { } idle ? idle with { Since = idle.Since ?? WholeSeconds.Of(facts.State.Now) } : null,
            RequestedPhase = facts.State.Wish.Request,
            Versions = Versions(facts) ?? (facts.Report is { SupervisorVersion.Length: > 0 } report
                ? new MachineVersions { SupervisorVersion = report.SupervisorVersion, SupervisorCommit = EnvironmentFacts.NullIfEmpty(report.SupervisorCommit) }
                : previous?.Versions),
            Recreations = facts.Plan.Recreations,
        };
    }

    // Of the one that runs: the init container's is the same, unless somebody has put another one in its place.
    private static MachineVersions? Versions(EnvironmentFacts facts) => facts.State.Observation is { Version.Length: > 0 } seen && facts.HasLivePod
        ? new MachineVersions { SupervisorVersion = seen.Version, SupervisorCommit = EnvironmentFacts.NullIfEmpty(seen.Commit) }
        : null;

    // A pod that we let go ourselves, or whose loss is counted, is not missed when it is gone.
    private static string? PodUid(EnvironmentFacts facts) =>
        facts.HasLivePod ? facts.State.Pod!.Metadata.Uid
        : facts.Plan.DeletePod is not null || facts.Plan.IsLossCounted || !facts.State.WantsToRun ? null
        : facts.State.Previous?.Machine?.PodUid;

    private static ContentStatus Content(EnvironmentFacts facts)
    {
        var previous = facts.State.Previous?.Content;
        var first = facts.IsContentReady ? facts.Report?.Repositories.FirstOrDefault() : null;
        return new ContentStatus
        {
            Phase = facts.ContentPhase,
            Session = facts.State.Pod is { } pod ? EnvironmentFacts.Annotation(pod, EnvironmentNames.ContentSessionAnnotation) : previous?.Session,
            ContentLocationInMachine = first is not null ? EnvironmentFacts.NullIfEmpty(first.Location) : previous?.ContentLocationInMachine,
            Git = ActivityHealth.Git(facts.State, first?.Location ?? "", Git(first), previous?.Git),
            Repositories = facts.IsContentReady ? Repositories(facts) : previous?.Repositories,
            FailureMessage = facts.ContentTrouble?.Message,
            WarningMessage = facts.IsContentReady
                ? EnvironmentFacts.NullIfEmpty(ReportText.Cut(string.Join(" ", [.. facts.Report?.Warnings ?? [], .. ActivityHealth.Problems(facts.State)]), 4096))
                : previous?.WarningMessage,
            RefusedRequest = facts.Plan.RefusedRequest,
        };
    }

    private static GitStatus? Git(RepositoryReport? cloned) => cloned is null ? null : new GitStatus
    {
        CloneUrl = EnvironmentFacts.NullIfEmpty(cloned.CloneUrl),
        Branch = EnvironmentFacts.NullIfEmpty(cloned.Branch),
        LatestCommit = EnvironmentFacts.NullIfEmpty(cloned.LatestCommit),
    };

    private static List<RepositoryStatus>? Repositories(EnvironmentFacts facts)
    {
        var before = facts.State.Previous?.Content?.Repositories ?? [];
        var others = (facts.Report?.Repositories ?? []).Skip(1).Select(cloned => new RepositoryStatus
        {
            Location = EnvironmentFacts.NullIfEmpty(cloned.Location),
            Git = ActivityHealth.Git(facts.State, cloned.Location, Git(cloned), before.FirstOrDefault(one => one.Location == cloned.Location)?.Git),
        }).ToList();
        return others.Count > 0 ? others : null;
    }

    private static DevcontainerStatus Devcontainer(EnvironmentFacts facts)
    {
        var (pod, now, previous) = (facts.State.Pod, facts.State.Devcontainer, facts.State.Previous?.Devcontainer);
        // From the dev container with the status that says Running, and so in one write with it.
        var isKnown = now.Presence is not null && (now.IsWaiting || facts.IsMachineReady);
        var hasFile = pod is not null && EnvironmentFacts.Annotation(pod, EnvironmentNames.DevcontainerAnnotation) is not null;
        return new DevcontainerStatus
        {
            Phase = facts.DevcontainerPhase,
            Session = pod is null || facts.View is { IsRebuilding: true } ? previous?.Session : EnvironmentFacts.Annotation(pod, EnvironmentNames.DevcontainerSessionAnnotation),
            ContainerName = pod is null ? null : EnvironmentNames.DevContainer,
            ContainerId = facts.View?.ContainerId,
            Image = pod?.Spec.Containers.FirstOrDefault(container => container.Name == EnvironmentNames.DevContainer)?.Image,
            DevcontainerFilePresence = isKnown ? now.Presence : previous?.DevcontainerFilePresence,
            DevcontainerFilePath = isKnown ? now.Path : previous?.DevcontainerFilePath,
            DevcontainerconfigInSync = pod is null ? null
                : isKnown && facts.IsContentReady ? (EnvironmentFacts.Annotation(pod, EnvironmentNames.DevcontainerAnnotation) ?? "") == now.Hash
                : facts.IsContentReady ? previous?.DevcontainerconfigInSync : null,
            ForwardedPorts = isKnown && now.File is { } file ? (file.Ports.Count > 0 ? [.. file.Ports] : null) : previous?.ForwardedPorts,
            RemoteUser = now.Lifecycle is { } lifecycle ? EnvironmentFacts.NullIfEmpty(lifecycle.RemoteUser) : isKnown && now.File is not null ? now.File.RemoteUser : previous?.RemoteUser,
            RemoteWorkspaceFolder = !facts.IsStarted ? null
                : EnvironmentFacts.NullIfEmpty(now.Lifecycle?.WorkspaceFolder) ?? (hasFile ? previous?.RemoteWorkspaceFolder : null) ?? EnvironmentFacts.ContentFolder(pod!),
            RestartCount = facts.View is { RestartCount: > 0 } view ? view.RestartCount : null,
            FailureMessage = facts.DevTrouble?.Message,
            WarningMessage = isKnown ? EnvironmentFacts.NullIfEmpty(ContentReports.Clean(Warnings(now))) : previous?.WarningMessage,
        };
    }

    // Of a file that was changed since and cannot be used any more, too.
    private static string Warnings(DevcontainerState state) => string.Join(" ", new[]
    {
        Dotfiles.Failure(state.Lifecycle),
        state switch
        {
            { File.Warnings: { Count: > 0 } warnings } => $"{state.Path}: {string.Join(". ", warnings)}.",
            { Problem: { } problem, Lifecycle: not null } => problem.Message,
            _ => null,
        },
    }.OfType<string>());
}
