using Environs.Protocol.Requests;
using Environs.Protocol.Supervision;
using Environs.Supervisor.Work;

namespace Environs.Supervisor.Logs;

/// <summary>Finds the logs that lie in this container.</summary>
internal sealed class KeptLogs(Workload work, RunFolder folder)
{
    /// <summary>What the operator wishes for; null where there is no such log.</summary>
    internal KeptLog? Find(LogWish wish) =>
        wish.Service.Length > 0 ? Service(wish.Service)
        : wish.Execution.Length > 0 ? Step(wish.Step, wish.Execution)
        : There(folder.ContainerLog, () => true);

    /// <summary>What somebody in this container asks for; null where it may lie elsewhere.</summary>
    internal KeptLog? Find(LogRequest asked) =>
        asked.Task ? Step(asked.Reference, asked.Run)
        : work.Services().FirstOrDefault(service => service.Reference == asked.Reference).Report is { } known ? Service(known.Id)
        : null;

    // It may be started again, and goes on where it was.
    private KeptLog? Service(string id) => There(folder.ServiceLog(id), () => true);

    private KeptLog? Step(string step, string execution) => folder.FindStepLog(step, execution) is { } found ? There(found.Path, () => work.IsRunning(found.Execution, step)) : null;

    private static KeptLog? There(string path, Func<bool> isOpen) => LogPieces.Of(path).Count > 0 ? new KeptLog(path, isOpen) : null;
}
