namespace Environs.Supervisor.Run;

/// <summary>Lets git work in clones that belong to another user of the same environment than the one who calls it.</summary>
/// <remarks>
/// A variable (GIT_CONFIG_COUNT) of ours would not reach what kubectl exec starts, and one in the pod would shut out the user's own.
/// Root says it for everyone in /etc/gitconfig, which the container loses at its end; any other user once in the home's .gitconfig.
/// </remarks>
internal static class SafeDirectory
{
    private const string Lines = "# Environs: everyone in here is the same person.\n[safe]\n\tdirectory = *\n";

    internal static void Allow(RunSettings settings, int user)
    {
        var file = user == 0 ? settings.GitConfiguration : Path.Combine(settings.Home, ".gitconfig");
        var present = File.Exists(file) ? File.ReadAllText(file) : "";
        if (present.Contains("[safe]", StringComparison.Ordinal)) return;
        var end = present.Length == 0 || present.EndsWith('\n') ? "" : "\n";
        File.AppendAllText(file, end + Lines);
    }
}
