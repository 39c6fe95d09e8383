using System.Globalization;
using System.Text;
using Environs.Crds;
using Environs.EndToEnd.Tests.Automations;
using Environs.EndToEnd.Tests.Installation;
using Environs.Support;
using k8s;

namespace Environs.EndToEnd.Tests.Gateway;

/// <summary>Logs over HTTPS, from the supervisor by the operator to whoever reads them at the gateway.</summary>
[Alone]
public sealed class LogTests(InstalledOperator @operator, OperatorWithGateway installed) : OperatorTest(@operator), IClassFixture<OperatorWithGateway>
{
    private const string Count = """ "desiredPhase": "Running", "commands": {"start": "i=0; while true; do echo line $i; i=$((i+1)); sleep 0.1; done"} """;

    private TestEnvironment environment = null!;
    private TestAutomations automations = null!;
    private TokenHolder owner = null!;
    private string logs = null!;
    private string token = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        owner = await TokenHolder.CreateAsync(installed.Gateway, Here, "owner");
        environment = await Here.ApplyAsync(new() { Machine = new() { Class = await Here.TinyAsync() }, Owner = owner.Owner });
        automations = new TestAutomations(Here, environment);
        logs = (await environment.RunningAsync()).EnvironmentUrls!.Logs!;
        token = await owner.AskUntilGivenAsync(new Uri(logs).GetLeftPart(UriPartial.Authority), "logs");
    }

    [Fact]
    public async Task A_service_s_is_followed_from_its_start_while_the_operator_is_replaced_and_is_gone_on_with_from_where_it_was()
    {
        await DefineAsync("Service", "count", Count);
        var address = (await automations.ServiceAsync("count", ServicePhases.Running)).Status!.LogUrl!;
        Assert.Equal($"{logs}services/count", address);
        using var followed = await OpenAsync($"{address}?follow=true");
        var lines = new List<string>(await followed.LinesAsync(20));
        await Here.Client.CoreV1.DeleteNamespacedPodAsync(await Operator.SettledLeaderAsync(), InstalledOperator.Namespace, gracePeriodSeconds: 0);
        await Operator.SettledLeaderAsync();
        lines.AddRange(await followed.LinesAsync((await WholeAsync(address)).Count + 50 - lines.Count));
        // From the first on, none twice, none left out.
        Assert.Equal(Enumerable.Range(0, lines.Count).Select(Line), lines);

        using (var added = await OpenAsync($"{address}?follow=true&from=now")) Assert.True(Number((await added.LinesAsync(2))[1]) >= lines.Count);
        var (position, seen) = await EventsAsync($"{address}?follow=true", 30);
        using var rest = await OpenAsync($"{address}?follow=true&position={position}");
        Assert.Equal(Line(seen.Count), await rest.LineAsync());
    }

    [Fact]
    public async Task A_task_s_that_of_its_execution_and_that_of_the_environment_are_read_whole()
    {
        await DefineAsync("Task", "speak", """ "command": "echo from a task; echo and more >&2" """);
        var execution = await automations.FinishedAsync(await automations.RunAsync("speak"));
        Assert.Equal($"{logs}executions/{execution.Metadata.Uid}/", execution.Status!.LogUrl);
        foreach (var address in (string[])[$"{execution.Status.LogUrl}speak", $"{logs}tasks/speak", $"{logs}tasks/speak?follow=true"])
            Assert.Equal(["from a task", "and more"], await WholeAsync(address));
        await environment.PollAsync(async () => (await WholeAsync($"{logs}environment")).Any(line => line.EndsWith("from a task", StringComparison.Ordinal)), "it is in the environment's", TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Who_loses_the_right_is_cut_off_within_ten_seconds()
    {
        await DefineAsync("Service", "count", Count);
        await automations.ServiceAsync("count", ServicePhases.Running);
        using var followed = await OpenAsync($"{logs}services/count?follow=true");
        await followed.LinesAsync(5);
        await environment.ApplyAsync((await environment.GetAsync()).Spec with { Owner = new() { Name = "somebody-else" } });
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            while (await followed.LineAsync() is not null) limit.Token.ThrowIfCancellationRequested();
        });
    }

    private static string Line(int number) => $"line {number.ToString(CultureInfo.InvariantCulture)}";

    private static int Number(string line) => int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);

    private Task<ReadLog> OpenAsync(string address, string? accept = null) => ReadLog.OpenAsync(installed.Gateway, address, token, accept);

    private async Task<IReadOnlyList<string>> WholeAsync(string address)
    {
        using var log = await OpenAsync(address);
        var lines = new List<string>();
        while (await log.LineAsync() is { } line) lines.Add(line);
        return lines;
    }

    /// <summary>Whole lines of events, and the position after them.</summary>
    private async Task<(string Position, IReadOnlyList<string> Lines)> EventsAsync(string address, int count)
    {
        using var log = await OpenAsync(address, "text/event-stream");
        var (position, text) = ("", new StringBuilder());
        while (true)
        {
            var line = await log.LineAsync() ?? throw new EndOfStreamException();
            if (line.StartsWith("id: ", StringComparison.Ordinal)) position = line[4..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal)) text.Append(Encoding.UTF8.GetString(Convert.FromBase64String(line[6..])));
            var lines = text.ToString().Split('\n');
            if (line.Length == 0 && lines.Length > count && lines[^1].Length == 0) return (position, lines[..^1]);
        }
    }

    private async Task DefineAsync(string kind, string reference, string spec) => Playground.Accepted(await Here.Api.PostAsync(
        CrdKinds.ObjectsPath(kind, Here.Namespace),
        CrdKinds.Make(kind, $$"""{"environmentRef":{"name":"{{environment.Name}}"},"reference":"{{reference}}",{{spec}}}""", automations.Name(reference))));
}
