namespace Environs.Supervisor.Content;

/// <summary>Tells a remote that refuses from one that cannot be reached, by what git said.</summary>
internal static class GitFailure
{
    // git has no exit codes for this; the words are those of git 2.39 to 2.50 and of the common servers.
    private static readonly string[] Refusals =
    [
        "Authentication failed",
        "could not read Username",
        "could not read Password",
        "terminal prompts disabled",
        "Permission denied (",
        "Host key verification failed",
        "access denied",
        "no such repository",
        "repository not exported",
        "not found",
        "Could not find remote branch",
        "couldn't find remote ref",
        "does not appear to be a git repository",
        "not valid: is this a git repository?",
        "is not a git repository",
        "not our ref",
        "not allowed",
        "error: 400",
        "error: 401",
        "error: 403",
        "error: 404",
        "error: 410",
        "error: 451",
        "unable to update url base from redirection",
        "strange hostname",
        "strange pathname",
        "bad object",
    ];

    // These hold words of the list above, but are no answer of the remote.
    private static readonly string[] Unreachable =
    [
        "Could not resolve host",
        "unable to look up",
        "No space left on device",
        "Read-only file system",
        "ssh: command not found",
        "ssh: not found",
    ];

    internal static ContentException Of(GitResult result)
    {
        var message = result.Errors.Length > 0 ? result.Errors : $"git ended with exit code {result.ExitCode}";
        return new ContentException(message, IsRefusal(result));
    }

    internal static bool IsRefusal(GitResult result) =>
        !result.Stalled
        && !Unreachable.Any(words => result.Errors.Contains(words, StringComparison.OrdinalIgnoreCase))
        && Refusals.Any(words => result.Errors.Contains(words, StringComparison.OrdinalIgnoreCase));
}
