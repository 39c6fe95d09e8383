using Environs.Operator.Supervision.Callers;
using Environs.Protocol.Supervision;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Grpc.Core;

namespace Environs.Operator.Supervision;

/// <summary>
/// Bounds what a supervisor reports, by the lengths of the status fields that it may get into. Names that are too long refuse the report,
/// since cut they would be others; words are cut. Nothing that we do not know is kept. Pure.
/// </summary>
internal static class Reports
{
    /// <summary>Bytes of a message.</summary>
    public const int Largest = 1024 * 1024;

    /// <summary>Bytes of a file from the workspace.</summary>
    public const int LargestFile = 256 * 1024;

    private const int MostItems = 500;
    private const int MostOutputs = 50;
    private const int MostPaths = 10;
    private const int LongestId = 64;
    private const int LongestStep = 128;
    private const int LongestSession = 256;
    private const int LongestText = 4096;
    private const int LongestPath = 1024;
    private const long LastMillisecond = 253_402_300_799_999;

    /// <exception cref="RefusedException">It has too many items, or a name that none can be.</exception>
    public static Report Clean(Report said)
    {
        var items = said.Services.Count + said.Steps.Count + (said.Lifecycle?.Commands.Count ?? 0);
        if (items > MostItems)
            throw Refused($"a report has at most {MostItems} services, steps and lifecycle commands; this one has {items}");
        var report = new Report
        {
            Container = Name(said.Container, 63, "container"),
            Boot = Name(said.Boot, LongestStep, "boot"),
            SupervisorVersion = ReportText.Cut(said.SupervisorVersion, 128),
            SupervisorCommit = ReportText.Cut(said.SupervisorCommit, 64),
            DesiredVersion = said.DesiredVersion,
            AutomationsFile = said.AutomationsFile is { } automations ? Clean(automations, "automations_file.path") : null,
            DevcontainerFile = said.DevcontainerFile is { } devcontainer ? Clean(devcontainer, "devcontainer_file.path") : null,
            Lifecycle = said.Lifecycle is { } lifecycle ? Clean(lifecycle) : null,
            Git = ObservationReports.Clean(said.Git),
            Ports = ObservationReports.Clean(said.Ports),
            Activity = ObservationReports.Clean(said.Activity),
            Secrets = ObservationReports.Clean(said.Secrets),
            Ssh = ObservationReports.Clean(said.Ssh),
            ContentFolder = Name(said.ContentFolder, LongestPath, "content_folder"),
            DevcontainerLook = Name(said.DevcontainerLook, LongestId, "devcontainer_look"),
        };
        // The first of each name counts.
        report.Services.AddRange(said.Services.DistinctBy(service => service.Id).Select(Clean));
        report.Steps.AddRange(said.Steps.DistinctBy(step => (step.Execution, step.Step)).Select(Clean));
        return report;
    }

    // A supervisor that keeps to the rules has said so itself.
    private static Protocol.Supervision.WorkspaceFile Clean(Protocol.Supervision.WorkspaceFile said, string field) => new()
    {
        Path = Name(said.Path, LongestPath, field),
        Content = said.Content.Length <= LargestFile ? said.Content : ByteString.Empty,
        Problem = said.Content.Length <= LargestFile ? ReportText.Cut(said.Problem, LongestText) : $"The file has {said.Content.Length} bytes; {LargestFile} are allowed.",
        Folder = ReportText.Cut(said.Folder, LongestText),
        LookedFor = { said.LookedFor.Take(MostPaths).Select(path => ReportText.Cut(path, LongestPath)) },
    };

    private static LifecycleReport Clean(LifecycleReport said) => new()
    {
        Commands = { said.Commands.DistinctBy(command => command.Name).Select(Clean) },
        RemoteUser = Name(said.RemoteUser, LongestId, "lifecycle.remote_user"),
        WorkspaceFolder = Name(said.WorkspaceFolder, LongestPath, "lifecycle.workspace_folder"),
    };

    private static LifecycleCommandReport Clean(LifecycleCommandReport said) => new()
    {
        Name = Name(said.Name, LongestId, "lifecycle.commands.name"),
        Phase = Known(said.Phase),
        ExitCode = said.ExitCode,
        FailureMessage = ReportText.Cut(said.FailureMessage, LongestText),
        Awaited = said.Awaited,
    };

    private static ServiceReport Clean(ServiceReport said)
    {
        var service = new ServiceReport
        {
            Id = Name(said.Id, LongestId, "services.id"),
            Session = Name(said.Session, LongestSession, "services.session"),
            Phase = Enum.IsDefined(said.Phase) ? said.Phase : ServicePhase.Unspecified,
            FailureMessage = ReportText.Cut(said.FailureMessage, LongestText),
        };
        AddOutput(service.Output, said.Output);
        return service;
    }

    private static StepReport Clean(StepReport said)
    {
        var step = new StepReport
        {
            Execution = Name(said.Execution, LongestId, "steps.execution"),
            Step = Name(said.Step, LongestStep, "steps.step"),
            Phase = Known(said.Phase),
            ExitCode = said.ExitCode,
            FailureMessage = ReportText.Cut(said.FailureMessage, LongestText),
            StartedAt = Math.Clamp(said.StartedAt, 0, LastMillisecond),
            EndedAt = Math.Clamp(said.EndedAt, 0, LastMillisecond),
        };
        AddOutput(step.Output, said.Output);
        return step;
    }

    private static void AddOutput(MapField<string, string> output, MapField<string, string> said)
    {
        // A value of a name that cannot be is not worth the rest of the report.
        foreach (var (name, value) in said.Where(pair => pair.Key.Length > 0 && ReportText.IsName(pair.Key, LongestSession))
            .OrderBy(pair => pair.Key, StringComparer.Ordinal).Take(MostOutputs))
            output[name] = ReportText.Cut(value, LongestText);
    }

    private static StepPhase Known(StepPhase said) => Enum.IsDefined(said) ? said : StepPhase.Unspecified;

    private static string Name(string said, int limit, string field) =>
        ReportText.IsName(said, limit) ? said : throw Refused($"{field} is longer than {limit} characters, or has control characters");

    private static RefusedException Refused(string why) => new(StatusCode.InvalidArgument, RefusalReasons.Garbage, why);
}
