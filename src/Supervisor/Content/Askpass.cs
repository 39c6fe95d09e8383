namespace Environs.Supervisor.Content;

/// <summary>Answers git's questions for user and password from its surroundings, so that they stand on no command line.</summary>
/// <remarks>git can only start a program by its name without arguments: the supervisor itself, which knows by its variables what is asked of it.</remarks>
internal static class Askpass
{
    internal const string ServerVariable = "ENVIRONS_ASKPASS_SERVER";
    internal const string UserVariable = "ENVIRONS_ASKPASS_USER";
    internal const string PasswordVariable = "ENVIRONS_ASKPASS_PASSWORD";

    internal static string Program => Environment.ProcessPath ?? "/environs/bin/supervisor";

    /// <summary>True for <c>supervisor "Username for 'https://...'"</c>, as git calls it.</summary>
    internal static bool IsAsked(string[] arguments) =>
        arguments is [var question] && Environment.GetEnvironmentVariable(PasswordVariable) is not null
        && (question.StartsWith("Username", StringComparison.Ordinal) || question.StartsWith("Password", StringComparison.Ordinal));

    /// <summary>Writes the answer; 1, which git takes for a refusal to answer, when there is none.</summary>
    internal static int Answer(string question, TextWriter output)
    {
        var answer = Find(
            question,
            Environment.GetEnvironmentVariable(ServerVariable) ?? "",
            Environment.GetEnvironmentVariable(UserVariable) ?? "",
            Environment.GetEnvironmentVariable(PasswordVariable) ?? "");
        if (answer.Length == 0) return 1;
        output.WriteLine(answer);
        return 0;
    }

    /// <summary>The answer to <paramref name="question"/>; empty when it is asked for another server, to which the first may have redirected.</summary>
    internal static string Find(string question, string server, string user, string password)
    {
        var parts = question.Split('\'');
        if (parts.Length < 3 || server.Length == 0
            || !Uri.TryCreate(parts[1], UriKind.Absolute, out var asked) || !Uri.TryCreate(server, UriKind.Absolute, out var meant)
            || Uri.Compare(asked, meant, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) != 0)
            return "";
        return question.StartsWith("Username", StringComparison.Ordinal) ? user : password;
    }
}
