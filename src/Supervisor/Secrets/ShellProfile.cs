using System.Text;

namespace Environs.Supervisor.Secrets;

/// <summary>Lets shells that people start, as by kubectl exec, have the secrets that are variables: a script that reads them, and holds none.</summary>
internal static class ShellProfile
{
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Writes the script and, where that may be done, lets login shells and bash read it. Never throws.</summary>
    /// <param name="script">Where the script lies.</param>
    /// <param name="settings">Folder of the image's settings.</param>
    /// <param name="secrets">The secrets.</param>
    /// <param name="log">The log.</param>
    internal static void Place(string script, string settings, SecretFiles secrets, Log log)
    {
        try
        {
            var text = Text(secrets);
            if (text.Length == 0) return;
            Directory.CreateDirectory(Path.GetDirectoryName(script)!);
            File.Delete(script);
            File.WriteAllText(script, text);
            File.SetUnixFileMode(script, Readable);
            var line = $"[ ! -r {script} ] || . {script}\n";
            var profiles = Path.Combine(settings, "profile.d");
            if (Directory.Exists(profiles)) File.WriteAllText(Path.Combine(profiles, "environs-secrets.sh"), line);
            // Shells that are no login shells; the image's own end where nobody looks at them.
            foreach (var file in ((string[])["bash.bashrc", "zsh/zshenv"]).Select(name => Path.Combine(settings, name)).Where(File.Exists))
            {
                var present = File.ReadAllText(file);
                if (!present.Contains(line, StringComparison.Ordinal)) File.WriteAllText(file, $"{line}{present}");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Of a container that is not root's; who wants them reads the script.
            log.Skipped(settings, e.Message);
        }
    }

    private static string Text(SecretFiles secrets)
    {
        var text = new StringBuilder();
        foreach (var (name, file) in secrets.All.Where(secret => secret.Variable.Length > 0).Select(secret => (secret.Variable, secrets.FileOf(secret.Id))))
            // The shell takes line ends away at the end of what it puts in.
            text.Append($"if [ -r '{file}' ]; then {name}=$(cat '{file}'; echo .); {name}=${{{name}%.}}; export {name}; fi\n");
        return text.ToString();
    }
}
