using Environs.Protocol.Supervision;

namespace Environs.Operator.Activity;

/// <summary>What an environment's supervisors say of it that goes into its status.</summary>
internal sealed record Observation
{
    public static readonly Observation None = new();

    public GitReport? Git { get; init; }

    public PortsReport? Ports { get; init; }

    /// <summary>The latest of all containers.</summary>
    public ActivityReport? Activity { get; init; }

    public SecretsReport? Secrets { get; init; }

    public SshReport? Ssh { get; init; }

    public string Version { get; init; } = "";

    public string Commit { get; init; } = "";

    /// <param name="dev">Where people work.</param>
    /// <param name="machine">Where git is.</param>
    public static Observation Of(Report? dev, Report? machine) => new()
    {
        Git = machine?.Git,
        Ports = dev?.Ports,
        Secrets = dev?.Secrets,
        Ssh = dev?.Ssh,
        Activity = new[] { dev?.Activity, machine?.Activity }.Where(activity => activity is { At: > 0, Source.Length: > 0 }).MaxBy(activity => activity!.At) is { } latest
            ? new ActivityReport { Source = latest.Source, At = latest.At }
            : null,
        Version = dev?.SupervisorVersion ?? "",
        Commit = dev?.SupervisorCommit ?? "",
    };
}
