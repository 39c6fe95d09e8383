using Environs.Protocol.Supervision;
using Environs.Supervisor.Launch;
using Environs.Supervisor.Posix;
using Google.Protobuf;

namespace Environs.Supervisor.Work;

/// <summary>Where logs, outputs and markers lie: a folder that outlives the container and that every user in it could write to.</summary>
/// <remarks>A supervisor that is root runs commands as other users, too: it keeps the folder to itself, or they could lead it elsewhere by links.</remarks>
internal sealed class RunFolder(string root, Log log)
{
    private const UnixFileMode Everyone =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
    private const UnixFileMode Enter = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const UnixFileMode OthersRead = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private static readonly bool IsRoot = Libc.GetEffectiveUserId() == 0;
    private const int KeptExecutions = 100;
    private const long KeptBytes = 1024L * 1024 * 1024;
    private const int LargestResult = 1024 * 1024;
    private int said;

    /// <summary>Before anything is started that could get at it.</summary>
    internal void Claim()
    {
        if (!IsRoot || !Directory.Exists(root)) return;
        try
        {
            File.SetUnixFileMode(root, OthersRead | Enter);
        }
        catch (Exception e) when (IsTrouble(e))
        {
            Say(e.Message);
        }
    }

    internal string ServiceLog(string id) => In("logs/services", $"{FileName.Of(id)}.log");

    internal string StepLog(string execution, string step) => In($"logs/steps/{FileName.Of(execution)}", $"{FileName.Of(step)}.log");

    /// <summary>The log of a step of an execution, or of the newest that has one; null where there is none.</summary>
    internal (string Execution, string Path)? FindStepLog(string step, string execution)
    {
        try
        {
            // An execution's id is its folder's name.
            var folders = execution.Length > 0 ? [Path.GetDirectoryName(StepLog(execution, step))!] : Directory.GetDirectories(Path.Combine(root, "logs/steps"));
            return folders.Select(folder => (Execution: execution.Length > 0 ? execution : Path.GetFileName(folder), Path: Path.Combine(folder, $"{FileName.Of(step)}.log")))
                .Select(log => (log, Last: LogPieces.Of(log.Path).LastOrDefault())).Where(found => found.Last is not null).OrderByDescending(found => File.GetLastWriteTimeUtc(found.Last!.Path))
                .Select(found => ((string, string)?)found.log).FirstOrDefault();
        }
        catch (Exception e) when (IsTrouble(e))
        {
            return null;
        }
    }

    /// <summary>Of everything together.</summary>
    internal string ContainerLog => In("logs", "container.log");

    internal string LifecycleLog(string command) => In("logs/lifecycle", $"{FileName.Of(command)}.log");

    internal string ServiceOutput(string id) => In("outputs/services", FileName.Of(id));

    internal string StepOutput(string execution, string step) => In($"outputs/steps/{FileName.Of(execution)}", FileName.Of(step));

    /// <summary>True when the step was never started in this pod, and from now on it was; throws when that cannot be known.</summary>
    internal bool TryMark(string execution, string step)
    {
        var path = Mark(execution, step);
        try
        {
            MakeFolder(Path.GetDirectoryName(path)!);
            using var marker = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
        catch (Exception e) when (IsTrouble(e))
        {
            throw new LaunchException($"the step is not run, as nothing could keep it from running twice: {e.Message}");
        }
    }

    /// <summary>Adds to the mark of a step what came of it, for the supervisor after this one.</summary>
    internal void Record(StepReport result)
    {
        var path = Mark(result.Execution, result.Step);
        try
        {
            // Whole or not at all.
            File.WriteAllBytes($"{path}%", result.ToByteArray());
            File.Move($"{path}%", path, overwrite: true);
        }
        catch (Exception e) when (IsTrouble(e))
        {
            Say(e.Message);
        }
    }

    /// <summary>What came of a step that an earlier supervisor started; null when that did not live to say it.</summary>
    internal StepReport? FindResult(string execution, string step)
    {
        try
        {
            var file = new FileInfo(Mark(execution, step));
            if (FileStatus.Of(file.FullName) is not { Kind: FileKind.File } || file.Length is 0 or > LargestResult) return null;
            var result = StepReport.Parser.ParseFrom(File.ReadAllBytes(file.FullName));
            return (result.Execution, result.Step) == (execution, step) && result.Phase is StepPhase.Succeeded or StepPhase.Failed or StepPhase.Stopped ? result : null;
        }
        catch (Exception e) when (IsTrouble(e) || e is InvalidProtocolBufferException)
        {
            return null;
        }
    }

    /// <summary>Deletes the logs and outputs of all but the newest executions, and of those of as many as have room; the marks stay, so that nothing runs twice.</summary>
    internal void Tidy(IReadOnlySet<string> running, long keptBytes = KeptBytes)
    {
        var inUse = running.Select(FileName.Of).ToHashSet(StringComparer.Ordinal);
        foreach (var folder in (string[])["logs/steps", "outputs/steps"])
        {
            try
            {
                if (!Directory.Exists(Path.Combine(root, folder))) continue;
                var (kept, bytes) = (0, 0L);
                foreach (var one in new DirectoryInfo(Path.Combine(root, folder)).EnumerateDirectories().Where(one => !inUse.Contains(one.Name)).OrderByDescending(one => one.LastWriteTimeUtc).ToList())
                {
                    bytes += one.EnumerateFiles().Sum(file => file.Length);
                    if (++kept > KeptExecutions || bytes > keptBytes) one.Delete(recursive: true);
                }
            }
            catch (Exception e) when (IsTrouble(e))
            {
                Say(e.Message);
            }
        }
    }

    /// <summary>Writes an empty file that everyone may write; false when there can be none.</summary>
    internal bool MakeEmpty(string path)
    {
        try
        {
            MakeFolder(Path.GetDirectoryName(path)!);
            // What is there may be anything, another user's or a link.
            File.Delete(path);
            File.WriteAllBytes(path, []);
            File.SetUnixFileMode(path, Everyone);
            return true;
        }
        catch (Exception e) when (IsTrouble(e))
        {
            Say(e.Message);
            return false;
        }
    }

    /// <summary>Writes a script for a shell to read and returns its path.</summary>
    internal string WriteScript(string name, string script)
    {
        var path = In("scripts", FileName.Of(name));
        try
        {
            MakeFolder(Path.GetDirectoryName(path)!);
            File.Delete(path);
            File.WriteAllText(path, script);
            return path;
        }
        catch (Exception e) when (IsTrouble(e))
        {
            throw new LaunchException($"the command is too long to be given to a shell and cannot be written to a file: {e.Message}");
        }
    }

    /// <summary>Opens a log to be written at its end.</summary>
    internal static FileStream OpenLog(string path)
    {
        MakeFolder(Path.GetDirectoryName(path)!);
        var stream = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        if (stream.Length == 0) TryOpen(path, IsRoot ? OthersRead : Everyone);
        return stream;
    }

    /// <summary>Says once that the disk does not take what belongs on it: nothing else depends on it.</summary>
    internal void Say(string trouble)
    {
        if (Interlocked.Exchange(ref said, 1) == 0) log.RunFolderFails(root, trouble);
    }

    internal static bool IsTrouble(Exception e) => e is IOException or UnauthorizedAccessException or System.ComponentModel.Win32Exception;

    private string Mark(string execution, string step) => In($"steps/{FileName.Of(execution)}", FileName.Of(step));

    private string In(string folder, string file) => Path.Combine(root, folder, file);

    private static void MakeFolder(string path)
    {
        if (Directory.Exists(path)) return;
        MakeFolder(Path.GetDirectoryName(path)!);
        Directory.CreateDirectory(path);
        TryOpen(path, (IsRoot ? OthersRead : Everyone) | Enter);
    }

    // Past the umask: the next supervisor, and the commands, may be somebody else.
    private static void TryOpen(string path, UnixFileMode mode)
    {
        try
        {
            File.SetUnixFileMode(path, mode);
        }
        catch (UnauthorizedAccessException)
        {
            // Another made it in the same moment.
        }
    }
}
