namespace Environs.Supervisor.Work;

/// <summary>How the supervisor treats services and steps.</summary>
/// <param name="Folder">Writable folder that lives as long as the pod.</param>
/// <param name="Program">The supervisor's own file, which starts commands.</param>
/// <param name="ServiceStop">How long a service has to end when it is stopped.</param>
/// <param name="StepStop">How long a step has.</param>
/// <param name="ReadyLimit">How long one ready check may take.</param>
/// <param name="Pause">Between two ready checks, and between two looks at what a service put out.</param>
/// <param name="LogLimit">Bytes of a log on disk before its older part is put aside; what was put aside before is deleted.</param>
internal sealed record WorkSettings(
    string Folder, string Program, TimeSpan ServiceStop, TimeSpan StepStop, TimeSpan ReadyLimit, TimeSpan Pause, long LogLimit)
{
    internal static WorkSettings FromEnvironment() => new(
        Environment.GetEnvironmentVariable("ENVIRONS_RUN") is { Length: > 0 } value ? value : "/environs/run",
        Environment.ProcessPath ?? "/proc/self/exe",
        Seconds.Of("ENVIRONS_SERVICE_STOP_SECONDS", 120),
        Seconds.Of("ENVIRONS_STEP_STOP_SECONDS", 10),
        Seconds.Of("ENVIRONS_READY_LIMIT_SECONDS", 30),
        TimeSpan.FromSeconds(1),
        5 * 1024 * 1024);
}
