namespace Environs.Supervisor;

/// <summary>The lines that the supervisor writes to its container's log.</summary>
/// <remarks>Plain text for people: each line says what is done or what is wrong, never a credential.</remarks>
internal sealed class Log(TextWriter writer)
{
    private readonly Lock gate = new();

    /// <summary>Is given each line, too.</summary>
    internal Action<string>? Also { get; set; }

    internal void GitSaid(string line) => Write($"git: {line}");

    internal void ContentPresent(string location) => Write($"{location} is there already, nothing to clone");

    internal void Cloning(string url, string location) => Write($"cloning {url} into {location}");

    internal void Cloned(string location, string branch, string commit) =>
        Write($"{location} is at {(branch.Length == 0 ? "a detached HEAD" : branch)} {commit}");

    internal void Warning(string warning) => Write($"warning: {warning}");

    internal void ContentFailed(string message, int refusals) =>
        Write(refusals > 0 ? $"refused ({refusals} in a row): {message}" : $"failed: {message}");

    internal void Interrupted() => Write("told to stop before the content was there");

    internal void Ready(string what) => Write($"{what} is ready");

    internal void WaitingForDevcontainer(string path, bool isWrong) => Write(isWrong
        ? "waiting for a correction: spec.devcontainer names another file, or content.session fetches a corrected one"
        : $"waiting for the operator to take up {path}");

    internal void NoTerminationMessage(string error) => Write($"the report could not be written: {error}");

    internal void HomeSeeded(string from, int files) => Write($"home copied from {from}: {files} files");

    internal void HomeLinked(string home) => Write($"{home} is now a link to the home on the volume");

    internal void HomeKept(string home, string reason) => Write($"{home} stays as it is: {reason}");

    internal void Skipped(string path, string reason) => Write($"{path} is left out: {reason}");

    internal void Running(int user) => Write($"supervisor {BuildInfo.Version} runs as user {user}");

    internal void OperatorUnknown(string problem) => Write($"the operator is not known yet: {problem}");

    internal void Connected(string address) => Write($"connected to the operator at {address}");

    internal void Disconnected(string reason) => Write($"connection to the operator lost: {reason}");

    internal void NotConnected(string reason) => Write($"no connection to the operator: {reason}");

    internal void Refused(string reason) => Write($"the operator refuses this supervisor: {reason}");

    internal void OutputTooLarge(string name, int limit) =>
        Write($"warning: the output of {name} is not reported: everything together may have {limit} bytes");

    internal void Stopping(string signal, int processes) => Write($"{signal}: asking {processes} processes to end");

    internal void Killing(int processes) => Write($"{processes} processes did not end in time and are killed");

    internal void Stopped() => Write("stopped");

    internal void Work(string name, string what) => Write($"{name}: {what}");

    internal void RunFolderFails(string folder, string error) => Write($"warning: {folder} does not take logs, outputs or markers: {error}");

    internal void NoRequests(string path, string error) => Write($"warning: the command environs does not work in this container: {path}: {error}");

    internal void RequestFailed(string error) => Write($"warning: a request could not be answered: {error}");

    internal void LogUnsent(string log, string error) => Write($"warning: the log of {log} could not be sent to the operator: {error}");

    internal void RepositoryUnseen(string folder, string error) => Write($"warning: {folder} cannot be looked at: {error}");

    internal void SshSaid(string line) => Write($"ssh: {line}");

    private void Write(string line)
    {
        lock (gate) writer.WriteLine(line);
        // Not under the lock: whoever keeps it may have something to say.
        Also?.Invoke(line);
    }
}
