namespace Environs.Supervisor.Run;

/// <summary>What a supervisor is told by its surroundings.</summary>
/// <param name="Home">The user's home on the volume, to be filled with that of the image; empty where another container does that.</param>
/// <param name="UserDatabase">File of the image's users.</param>
/// <param name="GitConfiguration">git's configuration for every user of the container.</param>
/// <param name="Commands">Folder that is in the PATH of who comes in by kubectl exec.</param>
/// <param name="Settings">Folder of the image's settings.</param>
/// <param name="Grace">How long processes have to end when the container is stopped.</param>
internal sealed record RunSettings(string Home, string UserDatabase, string GitConfiguration, string Commands, string Settings, TimeSpan Grace)
{
    internal static RunSettings FromEnvironment() => new(
        Environment.GetEnvironmentVariable("ENVIRONS_HOME") ?? "/environs/home",
        Text("ENVIRONS_PASSWD", "/etc/passwd"),
        Text("ENVIRONS_GITCONFIG", "/etc/gitconfig"),
        Text("ENVIRONS_COMMANDS", "/usr/local/bin"),
        Text("ENVIRONS_ETC", "/etc"),
        Seconds.Of("ENVIRONS_STOP_GRACE_SECONDS", 25));

    private static string Text(string name, string absent) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : absent;
}
