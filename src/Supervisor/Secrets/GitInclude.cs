using System.Text;

namespace Environs.Supervisor.Secrets;

/// <summary>Lets git in this container find its credentials and the operator's configuration: a configuration of ours, which the image's or the user's includes.</summary>
internal static class GitInclude
{
    /// <summary>Never throws: the log says what is missing.</summary>
    /// <param name="own">File of ours, written anew.</param>
    /// <param name="including">Configuration that shall include it; outlives the container where it is the user's.</param>
    /// <param name="operators">The operator's configuration, if it is there.</param>
    /// <param name="program">The supervisor's own file.</param>
    /// <param name="secrets">The secrets.</param>
    /// <param name="log">The log.</param>
    internal static void Place(string own, string including, string operators, string program, SecretFiles secrets, Log log)
    {
        try
        {
            var text = (File.Exists(operators) ? $"[include]\n\tpath = {operators}\n" : "") + Text(program, secrets);
            if (text.Length == 0) return;
            Directory.CreateDirectory(Path.GetDirectoryName(own)!);
            File.Delete(own);
            File.WriteAllText(own, text);
            File.SetUnixFileMode(own, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
            var present = File.Exists(including) ? File.ReadAllText(including) : "";
            if (present.Contains($"path = {own}\n", StringComparison.Ordinal)) return;
            var end = present.Length == 0 || present.EndsWith('\n') ? "" : "\n";
            File.AppendAllText(including, $"{end}# Environs: the environment's credentials and servers.\n[include]\n\tpath = {own}\n");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.Warning($"git does not find the environment's credentials and servers: {e.Message}");
        }
    }

    private static string Text(string program, SecretFiles secrets)
    {
        var text = new StringBuilder();
        foreach (var secret in secrets.All.Where(secret => secret.GitHost.Length > 0))
            text.Append($"[credential \"https://{secret.GitHost}\"]\n\thelper = {CredentialCommand.Helper(program, secrets.FileOf(secret.Id))}\n");
        return text.ToString();
    }
}
