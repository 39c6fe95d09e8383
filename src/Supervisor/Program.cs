using Environs.Supervisor;
using Environs.Supervisor.Content;
using Environs.Supervisor.Init;
using Environs.Supervisor.Run;

if (Askpass.IsAsked(args)) return Askpass.Answer(args[0], Console.Out);

var log = new Log(Console.Error);
switch (args)
{
    case ["init"]:
        return await InitCommand.RunAsync(InitSettings.FromEnvironment(), log, TimeProvider.System, CancellationToken.None);
    case ["run"]:
        return await RunCommand.RunAsync(RunSettings.FromEnvironment(), log, TimeProvider.System);
    case ["version"]:
        Console.WriteLine($"{BuildInfo.Version} {BuildInfo.Commit}".TrimEnd());
        return 0;
    default:
        await Console.Error.WriteLineAsync("usage: supervisor init | run | version");
        return 2;
}
