namespace Environs.Supervisor.Secrets;

/// <summary><c>supervisor credential FILE OPERATION</c>: git's credential helper, so that a password stands in no address, configuration or command line.</summary>
internal static class CredentialCommand
{
    /// <summary>The helper for a file, as git's configuration names it.</summary>
    internal static string Helper(string program, string file) => $"{program} credential {file}";

    /// <summary>Answers; what git would have us store or erase is kubelet's.</summary>
    internal static int Run(string file, string operation, TextReader input, TextWriter output, TextWriter errors)
    {
        if (operation != "get") return 0;
        try
        {
            var files = new SecretFiles(Path.GetDirectoryName(file) ?? "/", []);
            var question = new List<string>();
            while (input.ReadLine() is { Length: > 0 } line) question.Add(line);
            if (files.Read(Path.GetFileName(file)) is { } value) output.Write(GitCredential.Parse(value).Answer(question));
            return 0;
        }
        catch (SecretException e)
        {
            errors.WriteLine($"The secret that is this host's git credential {e.Message}.");
            return 1;
        }
    }
}
