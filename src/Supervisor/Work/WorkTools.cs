using Environs.Supervisor.Launch;

namespace Environs.Supervisor.Work;

/// <summary>What services and steps are run with.</summary>
internal sealed record WorkTools(WorkSettings Settings, RunFolder Folder, Launcher Launcher, ContainerLog Container, Log Log, TimeProvider Time)
{
    internal WorkLog OpenLog(string tag, string path) => new(tag, new LogFile(path, Settings.LogLimit, Folder), Container, Time);
}
