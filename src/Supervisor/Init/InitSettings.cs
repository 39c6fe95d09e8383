namespace Environs.Supervisor.Init;

/// <summary>What the init container is told by its surroundings.</summary>
/// <param name="Bin">Folder that the container <c>dev</c> starts the supervisor from; lives as long as the pod.</param>
/// <param name="Volume">Root of the content volume.</param>
/// <param name="TerminationLog">File that kubelet reads the report from.</param>
/// <param name="Content">The request as JSON; empty when there is none.</param>
/// <param name="DevcontainerPath">Path of the devcontainer.json below the first repository; empty for the usual ones.</param>
/// <param name="GitStall">How long git may say nothing before it is ended.</param>
/// <param name="DotfilesLimit">How long the clone of the dotfiles may take.</param>
/// <param name="GitProgram">git's file, or its name to look up in PATH.</param>
internal sealed record InitSettings(
    string Bin, string Volume, string TerminationLog, string Content, string DevcontainerPath, TimeSpan GitStall, TimeSpan DotfilesLimit, string GitProgram)
{
    internal const string ContentVariable = "ENVIRONS_CONTENT";

    internal static InitSettings FromEnvironment() => new(
        Text("ENVIRONS_BIN", "/environs/bin"),
        Text("ENVIRONS_VOLUME", "/environs/volume"),
        Text("ENVIRONS_TERMINATION_LOG", "/dev/termination-log"),
        Text(ContentVariable, ""),
        Text("ENVIRONS_DEVCONTAINER", ""),
        Seconds.Of("ENVIRONS_GIT_STALL_SECONDS", 180),
        Seconds.Of("ENVIRONS_DOTFILES_CLONE_SECONDS", 60),
        Text("ENVIRONS_GIT", "git"));

    internal string RefusalFile => Path.Combine(Bin, ".refusals");

    private static string Text(string name, string absent) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : absent;
}
