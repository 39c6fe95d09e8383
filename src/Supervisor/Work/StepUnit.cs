using Environs.Protocol.Supervision;

namespace Environs.Supervisor.Work;

/// <summary>A step of an execution in this container.</summary>
internal sealed class StepUnit
{
    private readonly Lock gate = new();
    private readonly DesiredStep step;
    private readonly WorkTools tools;
    private readonly Action<bool> changed;
    private readonly StepRun run;
    private StepReport report;
    private bool isWanted = true;

    internal StepUnit(string folder, DesiredStep step, WorkTools tools, Action<bool> changed)
    {
        (this.step, this.tools, this.changed) = (step, tools, changed);
        report = new StepReport { Execution = step.Execution, Step = step.Step, Phase = StepPhase.Running, StartedAt = Now() };
        run = new StepRun(folder, step, tools);
    }

    /// <summary>It has ended and nobody asks for it any more.</summary>
    internal bool IsOver
    {
        get
        {
            lock (gate) return !isWanted && report.Phase != StepPhase.Running;
        }
    }

    internal bool IsDown
    {
        get
        {
            lock (gate) return report.Phase != StepPhase.Running;
        }
    }

    internal void Start() => _ = Task.Run(LiveAsync);

    /// <summary>Says what is wanted of it now; nothing when it shall be forgotten. A stop is never taken back.</summary>
    internal void Wish(DesiredStep? wish)
    {
        lock (gate) isWanted = wish is not null;
        if (wish is null or { Stop: true }) run.Stop();
    }

    internal StepReport Report()
    {
        lock (gate) return report.Clone();
    }

    private async Task LiveAsync()
    {
        var ended = await run.LiveAsync();
        // What an earlier supervisor recorded has its times.
        var isRecorded = ended.EndedAt > 0;
        if (!isRecorded) (ended.Execution, ended.Step, ended.StartedAt, ended.EndedAt) = (step.Execution, step.Step, report.StartedAt, Now());
        // One that stops with the container was not asked to: it is lost.
        if (!isRecorded && ended.Phase != StepPhase.Lost && IsWanted()) tools.Folder.Record(ended);
        lock (gate) report = ended;
        var phase = ended.Phase.ToString().ToLowerInvariant();
        tools.Log.Work(step.Label, ended.FailureMessage.Length > 0 ? $"{phase}: {ended.FailureMessage}" : phase);
        changed(true);
    }

    private bool IsWanted()
    {
        lock (gate) return isWanted;
    }

    private long Now() => tools.Time.GetUtcNow().ToUnixTimeMilliseconds();
}
