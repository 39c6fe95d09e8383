using Environs.Supervisor.Launch;
using Environs.Supervisor.Posix;

namespace Environs.Supervisor.Repositories;

/// <summary><c>supervisor look-as USER:GROUP:GROUPS PROGRAM ARGUMENT...</c>: becomes that program as another user, its output and its errors apart.</summary>
internal static class LookCommand
{
    /// <summary>Returns only when the program cannot be run.</summary>
    internal static int Become(string[] line, UserSwitch user)
    {
        Libc.ResetSignals();
        if (user.Take() is { Length: > 0 } refusal)
        {
            Console.Error.WriteLine($"{line[0]} cannot run as user {user.User}: {refusal}");
            return LaunchCommand.NotRun;
        }

        Console.Error.WriteLine($"{line[0]} cannot be run: {Libc.Become(line[0], line)}");
        return LaunchCommand.NotRun;
    }
}
