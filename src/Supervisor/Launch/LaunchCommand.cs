using Environs.Supervisor.Posix;

namespace Environs.Supervisor.Launch;

/// <summary><c>supervisor launch PROGRAM ARGUMENT...</c>, or <c>launch-as USER:GROUP:GROUPS PROGRAM ARGUMENT...</c>: becomes that program, as a command of a user expects to be started.</summary>
/// <remarks>
/// A new session is something that only the process itself can make, and .NET starts children with the signals that it ignores. The
/// program takes this one's place, so nothing of us stays behind and the number that the supervisor knows is the program's.
/// </remarks>
internal static class LaunchCommand
{
    /// <summary>What a shell answers for a program that cannot be run.</summary>
    internal const int NotRun = 126;

    /// <summary>Returns only when the program cannot be run.</summary>
    internal static int Become(string[] line, UserSwitch? user)
    {
        // Fails when called by hand, from a shell that made us a group of our own: as good.
        _ = Libc.MakeSession();
        using (var nothing = File.OpenHandle("/dev/null")) _ = Libc.Duplicate((int)nothing.DangerousGetHandle(), 0);
        // One stream, so that what was said first is read first; what we have to say ourselves is said there, too.
        _ = Libc.Duplicate(1, 2);
        Libc.ResetSignals();
        if (user?.Take() is { Length: > 0 } refusal)
        {
            Console.Error.WriteLine($"the command cannot run as user {user.User}: {refusal}");
            return NotRun;
        }

        Console.Error.WriteLine($"{line[0]} cannot be run: {Libc.Become(line[0], line)}");
        return NotRun;
    }
}
