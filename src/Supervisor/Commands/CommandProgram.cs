using System.CommandLine;
using Environs.Supervisor.Answering;
using Environs.Supervisor.Launch;
using Microsoft.Win32.SafeHandles;

namespace Environs.Supervisor.Commands;

/// <summary>The command <c>environs</c>: the supervisor's program, called by that name.</summary>
internal static class CommandProgram
{
    /// <summary>Whether the program was called by the command's name, as through a link; .NET itself looks at the file that the link leads to.</summary>
    internal static bool IsCalled()
    {
        try
        {
            var line = File.ReadAllBytes("/proc/self/cmdline");
            var name = System.Text.Encoding.UTF8.GetString(line.AsSpan(0, Math.Max(0, line.AsSpan().IndexOf((byte)0))));
            return Path.GetFileName(name) == CommandPath.Name;
        }
        catch (IOException)
        {
            return false;
        }
    }

    internal static async Task<int> RunAsync(string[] line, TimeProvider time)
    {
        var tree = new CommandTree(isJson => new CommandTools(
            new Asker(RequestSocket.OfThisContainer(), time), new Terminal(Console.Out, Console.Error, isJson), OpenOutput, time));
        var parsed = tree.Root.Parse(line);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors) await Console.Error.WriteLineAsync(error.Message);
            await Console.Error.WriteLineAsync($"{CommandPath.Name} --help, and {CommandPath.Name} COMMAND --help, say what there is.");
            return ExitCodes.Usage;
        }

        try
        {
            // Ctrl-C ends it as it ends any program.
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (CommandException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return e.ExitCode;
        }
    }

    // The console swallows that nobody reads any more.
    private static FileStream OpenOutput() => new(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
}
