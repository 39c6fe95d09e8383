using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using Environs.Supervisor.Launch;

namespace Environs.Supervisor.Commands;

/// <summary>The command line of <c>environs</c>: its commands, their options, and what each says of itself.</summary>
internal sealed class CommandTree
{
    private readonly Func<bool, CommandTools> make;
    private readonly Option<string> output = new("--output", "-o") { Description = "table, for people, or json, for programs", Recursive = true, DefaultValueFactory = _ => "table" };
    private readonly Option<bool> wait = new("--wait") { Description = "wait until it is so, and exit with 1 when it cannot be" };
    private readonly Option<TimeSpan> timeout = new("--timeout") { Description = "how long to wait, as 90s or 1h30m", CustomParser = Duration, DefaultValueFactory = _ => TimeSpan.FromMinutes(10) };
    private readonly Option<bool> follow = new("--follow", "-f") { Description = "show what is added, too, until nothing more can come" };

    /// <param name="make">Gives the tools for JSON, or for people.</param>
    internal CommandTree(Func<bool, CommandTools> make)
    {
        this.make = make;
        output.AcceptOnlyFromAmong("table", "json");
        Root = new Command(CommandPath.Name, "Sees to the environment from within it. docs/command.md has the exit codes.")
        {
            new HelpOption(),
            output,
            new Command("service", "Services: programs that run beside your work") { ServiceList(), ServiceSet("start", run: true), ServiceSet("stop", run: false), ServiceLogs() },
            new Command("task", "Tasks: what can be run, and its runs") { TaskList(), TaskStart(), TaskStop(), TaskLogs() },
            new Command("automations", "The file that defines services and tasks") { Update(), Validate() },
            new Command("port", "Ports") { Ports() },
            KeepAlive(),
            Status(),
            SshPipe(),
        };
    }

    internal Command Root { get; }

    private static Argument<string> Reference(string description) => new("REFERENCE") { Description = description };

    private Command ServiceList() => Acts(new Command("list", "List the services"), (tools, _, over) => new ServiceCommands(tools).ListAsync(over));

    private Command ServiceSet(string name, bool run)
    {
        var reference = Reference("what the automations file calls the service");
        var description = run ? "Start a service, whatever its triggers say; one that has ended is started again" : "Stop a service, until it is started again";
        return Acts(new Command(name, description) { reference, wait, timeout }, (tools, line, over) =>
            new ServiceCommands(tools).SetAsync(line.GetRequiredValue(reference), run, Limit(line), over));
    }

    private Command ServiceLogs()
    {
        var reference = Reference("what the automations file calls the service");
        return Acts(new Command("logs", "Show what a service wrote, wherever it runs") { reference, follow }, (tools, line, over) =>
            new ServiceCommands(tools).LogsAsync(line.GetRequiredValue(reference), line.GetValue(follow), over));
    }

    private Command TaskList() => Acts(new Command("list", "List the tasks, each with its newest run"), (tools, _, over) => new TaskCommands(tools).ListAsync(over));

    private Command TaskStart()
    {
        var reference = Reference("what the automations file calls the task");
        return Acts(new Command("start", "Run a task, with everything that it depends on") { reference, wait, timeout }, (tools, line, over) =>
            new TaskCommands(tools).StartAsync(line.GetRequiredValue(reference), Limit(line), over));
    }

    private Command TaskStop()
    {
        var reference = Reference("a task, of which all runs are stopped, or the name of one run");
        return Acts(new Command("stop", "Stop runs before their time") { reference }, (tools, line, over) => new TaskCommands(tools).StopAsync(line.GetRequiredValue(reference), over));
    }

    private Command TaskLogs()
    {
        var reference = Reference("what the automations file calls the task");
        var run = new Option<string?>("--run") { Description = "name of a run; without it, of the newest" };
        return Acts(new Command("logs", "Show what a task wrote, wherever it ran") { reference, run, follow }, (tools, line, over) =>
            new TaskCommands(tools).LogsAsync(line.GetRequiredValue(reference), line.GetValue(run), line.GetValue(follow), over));
    }

    private Command Update() => Acts(new Command("update", "Take the file up now, and say what has changed"), (tools, _, over) => new AutomationsCommands(tools).UpdateAsync(over));

    private Command Validate()
    {
        var file = new Argument<string?>("FILE") { Description = "a file, or - for the input; without it, the file that the environment uses", Arity = ArgumentArity.ZeroOrOne };
        return Acts(new Command("validate", "Say what is wrong with a file, and where") { file }, (tools, line, over) =>
            new AutomationsCommands(tools).ValidateAsync(line.GetValue(file), over));
    }

    private Command Ports() => Acts(new Command("list", "List the ports that something listens on"), (tools, _, over) => new EnvironmentCommands(tools).PortsAsync(over));

    private Command KeepAlive()
    {
        var length = new Option<TimeSpan>("--for") { Description = "how long from now, as 90s or 2h; at most 24h, and 0s takes it back", CustomParser = Duration };
        return Acts(new Command("keep-alive", "Count as used now, so that the environment is not stopped for being idle") { length }, (tools, line, over) =>
            new EnvironmentCommands(tools).KeepAliveAsync(line.GetValue(length), over));
    }

    private Command Status() => Acts(new Command("status", "Say how the environment is"), (tools, _, over) => new EnvironmentCommands(tools).StatusAsync(over));

    private static Command SshPipe()
    {
        var command = new Command("ssh-stdio", "Pass input and output on to the SSH server, for ssh's ProxyCommand");
        command.SetAction((_, over) => Ssh.SshPipe.RunAsync(Console.OpenStandardInput(), Console.OpenStandardOutput(), Console.Error, over));
        return command;
    }

    private Command Acts(Command command, Func<CommandTools, ParseResult, CancellationToken, Task<int>> act)
    {
        command.SetAction((line, over) => act(make(line.GetValue(output) == "json"), line, over));
        return command;
    }

    private TimeSpan? Limit(ParseResult line) => line.GetValue(wait) ? line.GetValue(timeout) : null;

    private static TimeSpan Duration(ArgumentResult given)
    {
        var text = given.Tokens is [var token] ? token.Value : "";
        if (Texts.Duration(text) is { } duration) return duration;
        given.AddError($"\"{text}\" is no length of time: write it as 90s, 30m, 2h or 1h30m.");
        return TimeSpan.Zero;
    }
}
