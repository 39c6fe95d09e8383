using System.Text.RegularExpressions;
using Environs.Protocol.Supervision;
using Environs.Supervisor.Posix;

namespace Environs.Supervisor.Launch;

/// <summary>What every command of a user finds, as its devcontainer.json has it.</summary>
/// <param name="User">Name or number of the user that it runs as; empty for the container's own.</param>
/// <param name="ContainerEnv">Variables.</param>
/// <param name="RemoteEnv">Variables over those, which may speak of them.</param>
internal sealed partial record Surroundings(string User, IReadOnlyList<Variable> ContainerEnv, IReadOnlyList<Variable> RemoteEnv)
{
    internal static readonly Surroundings None = new("", [], []);

    /// <summary>File of the image's users.</summary>
    internal string Users { get; init; } = "/etc/passwd";

    /// <summary>File of the image's groups.</summary>
    internal string Groups { get; init; } = "/etc/group";

    internal static Surroundings Of(DesiredDevcontainer devcontainer) => new(devcontainer.RemoteUser, [.. devcontainer.ContainerEnv], [.. devcontainer.RemoteEnv]);

    /// <summary>The user of a command that works in a folder; null when the supervisor's own does. Throws <see cref="LaunchException"/> when it cannot be.</summary>
    internal Account? Account(string folder)
    {
        if (User.Length == 0) return null;
        var account = Launch.Account.Find(User, Users, Groups);
        var own = Libc.GetEffectiveUserId();
        if (own != 0 && account.Switch.User != own)
            throw new LaunchException($"commands cannot run as user \"{User}\" ({account.Switch.User}): the container runs as user {own}, and only root can be somebody else");
        // The workspace is its group's, whatever the user's number.
        var shared = FileStatus.Of(folder) is { Group: > 0 } status ? [(uint)status.Group] : (uint[])[];
        return account with { Switch = account.Switch with { Groups = [.. account.Switch.Groups.Union(shared)] } };
    }

    /// <summary>Changes a container's variables to those of a command.</summary>
    internal void Apply(IDictionary<string, string?> variables)
    {
        foreach (var variable in ContainerEnv) variables[variable.Name] = variable.Value;
        // Of the container, not of each other.
        var values = RemoteEnv.Where(variable => !variable.Unset).Select(variable => (variable.Name, Value: Expand(variable.Value))).ToList();
        foreach (var variable in RemoteEnv.Where(variable => variable.Unset)) variables.Remove(variable.Name);
        foreach (var (name, value) in values) variables[name] = value;
    }

    /// <summary>Puts in what <c>${containerEnv:NAME}</c> and <c>${containerEnv:NAME:DEFAULT}</c> stand for.</summary>
    internal string Expand(string text) => Asked().Replace(text, asked => Value(asked.Groups["name"].Value) ?? asked.Groups["default"].Value);

    private string? Value(string name) =>
        ContainerEnv.LastOrDefault(variable => variable.Name == name)?.Value ?? Environment.GetEnvironmentVariable(name);

    [GeneratedRegex(@"\$\{containerEnv:(?<name>[^:}]*)(:(?<default>[^}]*))?\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Asked();
}
