using Environs.Supervisor;
using Environs.Supervisor.Commands;
using Environs.Supervisor.Content;
using Environs.Supervisor.Init;
using Environs.Supervisor.Launch;
using Environs.Supervisor.Link;
using Environs.Supervisor.Processes;
using Environs.Supervisor.Run;
using Environs.Supervisor.Secrets;
using Environs.Supervisor.Ssh;
using Environs.Supervisor.Work;

if (Askpass.IsAsked(args)) return Askpass.Answer(args[0], Console.Out);
if (CommandProgram.IsCalled()) return await CommandProgram.RunAsync(args, TimeProvider.System);
if (args is ["environs", .. var asked]) return await CommandProgram.RunAsync(asked, TimeProvider.System);

if (SshSession.IsAsked(args)) return SshSession.Become(args);
if (args is ["credential", var file, var operation]) return CredentialCommand.Run(file, operation, Console.In, Console.Out, Console.Error);
if (args is ["launch", .. [_, ..] line]) return LaunchCommand.Become(line, null);
if (args is ["launch-as", var user, .. [_, ..] theirs]) return LaunchCommand.Become(theirs, UserSwitch.Parse(user));

using var errors = new QueuedWriter(Console.Error);
var log = new Log(errors);
try
{
    switch (args)
    {
        case ["init"]:
            // The kernel keeps SIGTERM from a first process that does not ask for it.
            using (var stop = new StopRequest())
                return await InitCommand.RunAsync(InitSettings.FromEnvironment(), LinkSettings.FromEnvironment(), log, TimeProvider.System, stop.Token);
        case ["place"]:
            // Of a pod that is to have nothing else.
            SupervisorCopy.Place(InitSettings.FromEnvironment().Bin);
            return 0;
        case ["run"]:
            return await RunCommand.RunAsync(RunSettings.FromEnvironment(), WorkSettings.FromEnvironment(), LinkSettings.FromEnvironment(), log, TimeProvider.System);
        case ["version"]:
            Console.WriteLine($"{BuildInfo.Version} {BuildInfo.Commit}".TrimEnd());
            return 0;
    }
}
catch (FormatException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}

await Console.Error.WriteLineAsync("usage: supervisor init | run | version");
return 2;
