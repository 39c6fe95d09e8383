using System.Globalization;
using Environs.Protocol.Requests;

namespace Environs.Supervisor.Commands;

/// <summary><c>environs status</c>, <c>port list</c> and <c>keep-alive</c>.</summary>
internal sealed class EnvironmentCommands(CommandTools tools)
{
    private readonly Terminal terminal = tools.Terminal;

    internal async Task<int> StatusAsync(CancellationToken cancellation)
    {
        var answer = await tools.Asker.AskAsync(new Request { Overview = new OverviewRequest() }, cancellation);
        if (answer.Overview is not { } overview) return terminal.Outcome(answer);
        if (terminal.IsJson) terminal.Json(Json(overview, answer.Outcome == Outcome.Done), CommandJson.Default.StatusJson);
        else Tell(overview);
        return terminal.Outcome(answer);
    }

    internal async Task<int> PortsAsync(CancellationToken cancellation)
    {
        var answer = await tools.Asker.AskAsync(new Request { Ports = new PortsRequest() }, cancellation);
        if (answer.Outcome != Outcome.Done) return terminal.Outcome(answer);
        if (terminal.IsJson)
        {
            terminal.Json([.. answer.Ports.Select(port => new PortJson(port.Port_, [.. port.Addresses]))], CommandJson.Default.PortJsonArray);
        }
        else
        {
            terminal.Table(
                ["PORT", "ADDRESSES"],
                answer.Ports.Select(port => (string[])[port.Port_.ToString(CultureInfo.InvariantCulture), string.Join(",", port.Addresses)]),
                "Nothing listens.");
        }

        return ExitCodes.Done;
    }

    internal async Task<int> KeepAliveAsync(TimeSpan length, CancellationToken cancellation)
    {
        var answer = await tools.Asker.AskAsync(new Request { KeepAlive = new KeepAlive { Milliseconds = (long)length.TotalMilliseconds } }, cancellation);
        if (terminal.IsJson) terminal.Json(ResultJson.Of(answer), CommandJson.Default.ResultJson);
        else if (answer.Outcome == Outcome.Done) terminal.Say(answer.Message);
        return terminal.Outcome(answer);
    }

    private void Tell(Overview overview)
    {
        Line("Environment", overview.Environment.Length > 0 ? $"{overview.Environment} (namespace {overview.Namespace})" : "not known without the operator");
        Line("Phase", overview.Phase);
        Line("Class", overview.Class);
        Line("Message", overview.Message);
        Line("Automations", overview.AutomationsPath);
        Line("  failure", overview.AutomationsFailure);
        Line("  warning", overview.AutomationsWarning);
        Line("Services", Count(overview.Services.Select(service => service.Phase)));
        Line("Tasks", overview.Tasks.Count > 0 ? string.Create(CultureInfo.InvariantCulture, $"{overview.Tasks.Count}") : "");
        Line("Runs", Count(overview.Runs.Select(run => run.Phase)));
    }

    private void Line(string name, string value)
    {
        if (value.Length > 0) terminal.Say($"{name,-12} {value}");
    }

    private static string Count(IEnumerable<string> phases) => string.Join(", ", phases.GroupBy(phase => phase).OrderBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Count()} {group.Key}")));

    private static StatusJson Json(Overview overview, bool isReached) => new(
        Texts.OrNull(overview.Environment), Texts.OrNull(overview.Namespace), Texts.OrNull(overview.Phase), Texts.OrNull(overview.Message), Texts.OrNull(overview.Class),
        Texts.OrNull(overview.AutomationsPath), Texts.OrNull(overview.AutomationsFailure), Texts.OrNull(overview.AutomationsWarning), isReached,
        [.. overview.Services.Select(ServiceJson.Of)], [.. overview.Tasks.Select(task => TaskJson.Of(task, overview.Runs))]);
}
