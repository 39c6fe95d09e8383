using Environs.Protocol.Requests;

namespace Environs.Supervisor.Commands;

/// <summary><c>environs service ...</c></summary>
internal sealed class ServiceCommands(CommandTools tools)
{
    private readonly Terminal terminal = tools.Terminal;

    internal async Task<int> ListAsync(CancellationToken cancellation)
    {
        var answer = await tools.Asker.AskAsync(new Request { Overview = new OverviewRequest() }, cancellation);
        // Without the operator what runs here is known all the same.
        if (answer.Overview is not { } overview) return terminal.Outcome(answer);
        if (terminal.IsJson)
        {
            terminal.Json([.. overview.Services.Select(ServiceJson.Of)], CommandJson.Default.ServiceJsonArray);
        }
        else
        {
            terminal.Table(
                ["REFERENCE", "PHASE", "REQUESTED", "TRIGGERS", "NAME"],
                overview.Services.Select(service => (string[])[service.Reference, service.Phase, service.Requested, string.Join(",", service.Triggers), service.DisplayName]),
                "There are no services.");
        }

        return terminal.Outcome(answer);
    }

    internal async Task<int> SetAsync(string reference, bool run, TimeSpan? wait, CancellationToken cancellation)
    {
        var answer = await tools.Asker.AskAsync(new Request { Service = new ServiceChange { Reference = reference, Run = run } }, cancellation);
        if (terminal.IsJson) terminal.Json(ResultJson.Of(answer), CommandJson.Default.ResultJson);
        else if (answer.Outcome == Outcome.Done) terminal.Say(answer.Message);
        if (answer.Outcome != Outcome.Done || wait is not { } limit) return terminal.Outcome(answer);
        return await Waiting.UntilAsync(tools, limit, overview => End(overview, reference, run), cancellation);
    }

    internal Task<int> LogsAsync(string reference, bool follow, CancellationToken cancellation) =>
        new LogCommand(tools).RunAsync(new LogRequest { Reference = reference }, follow, mayCome: true, cancellation);

    private int? End(Overview overview, string reference, bool run)
    {
        if (overview.Services.FirstOrDefault(service => service.Reference == reference) is not { } service) return Said($"Service \"{reference}\" is gone.");
        return (run, service.Phase) switch
        {
            _ when service.Pending => null,
            (true, "Running") or (false, "Stopped") => ExitCodes.Done,
            (true, "Failed" or "Stopped") => Said($"Service \"{reference}\" is {service.Phase}: {service.Message}"),
            // It does not run, which is what was asked for; why not stays worth saying.
            (false, "Failed") => Said($"Service \"{reference}\" is Failed: {service.Message}", ExitCodes.Done),
            _ => null,
        };
    }

    private int Said(string message, int code = ExitCodes.Failed)
    {
        terminal.Warn(message);
        return code;
    }
}
