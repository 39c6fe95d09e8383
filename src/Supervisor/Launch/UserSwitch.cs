using System.Globalization;
using Environs.Supervisor.Posix;

namespace Environs.Supervisor.Launch;

/// <summary>The user and groups that a process takes on before it becomes a program.</summary>
internal sealed record UserSwitch(uint User, uint Group, IReadOnlyList<uint> Groups)
{
    /// <summary>As an argument of <c>supervisor launch-as</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{User}:{Group}:{string.Join(',', Groups)}");

    /// <summary>Reads what <see cref="ToString"/> wrote; throws <see cref="FormatException"/> for anything else.</summary>
    internal static UserSwitch Parse(string text) => text.Split(':') is [var user, var group, var groups]
        ? new UserSwitch(Number(user), Number(group), [.. groups.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Number)])
        : throw new FormatException($"\"{text}\" is not USER:GROUP:GROUPS");

    /// <summary>Takes them on, for good; why not, or nothing.</summary>
    internal string Take()
    {
        // A pipe belongs to who made it, and /dev/stdout could not be opened by anybody else.
        _ = Libc.ChangeOwner(1, User, Group);
        return Libc.TakeUser(User, Group, Groups);
    }

    private static uint Number(string text) => uint.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
