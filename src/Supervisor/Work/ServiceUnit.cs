using Environs.Protocol.Supervision;

namespace Environs.Supervisor.Work;

/// <summary>A service of this container.</summary>
internal sealed class ServiceUnit(string id, WorkTools tools, Action<bool> changed)
{
    private readonly Lock gate = new();
    private ServiceMemory memory = ServiceMemory.None;
    private OutputValues output = OutputValues.None;
    private WorkLog? log;
    private ServiceRun? run;
    private string secrets = "";

    /// <summary>Nothing is wanted of it and none of its processes runs.</summary>
    internal bool IsOver
    {
        get
        {
            lock (gate) return memory is { Wish: null, IsDown: true };
        }
    }

    internal bool IsDown
    {
        get
        {
            lock (gate) return memory.IsDown;
        }
    }

    /// <summary>Says what is wanted of it now; nothing when it shall be forgotten. True when its phase changed by that.</summary>
    internal bool Wish(ServiceWish? wish) => Tell(null, new ServiceEvent.Wished(wish));

    /// <summary>It runs with other secrets in its variables than there are now.</summary>
    internal bool IsStale
    {
        get
        {
            lock (gate) return !memory.IsDown && memory.Wish is { } wish && secrets != tools.Launcher.Secrets.Fingerprint(wish.Service.Variables);
        }
    }

    /// <summary>What people call it.</summary>
    internal string Reference
    {
        get
        {
            lock (gate) return memory.Wish?.Service.Reference ?? id;
        }
    }

    internal ServiceReport Report()
    {
        lock (gate)
        {
            var report = new ServiceReport { Id = id, Session = memory.Session, Phase = memory.Phase, FailureMessage = memory.IsDown ? memory.Failure : "" };
            foreach (var (name, value) in output.Values) report.Output[name] = value;
            return report;
        }
    }

    // What an earlier life still has to say is of no interest.
    private bool Tell(ServiceRun? from, ServiceEvent happened)
    {
        lock (gate)
        {
            if (from is not null && from != run) return false;
            var (next, act) = ServiceRules.Next(memory, happened);
            var news = next with { Wish = null, IsSpent = false } != memory with { Wish = null, IsSpent = false };
            memory = next;
            if (news) Say();
            if (act == ServiceAct.Stop) run!.Stop();
            if (act == ServiceAct.Start) Start(next.Wish!);
            return news;
        }
    }

    private void Hear(ServiceRun? from, ServiceEvent happened)
    {
        if (Tell(from, happened)) changed(true);
    }

    private void Start(ServiceWish wish)
    {
        log ??= tools.OpenLog(wish.Service.Reference, tools.Folder.ServiceLog(id));
        output = OutputValues.None;
        secrets = tools.Launcher.Secrets.Fingerprint(wish.Service.Variables);
        ServiceRun? next = null;
        run = next = new ServiceRun(wish, tools, log, happened => Hear(next, happened), values => Put(next, values));
        _ = Task.Run(next.LiveAsync);
    }

    private void Put(ServiceRun? from, OutputValues values)
    {
        lock (gate)
        {
            if (from != run) return;
            output = values;
        }

        changed(false);
    }

    private void Say()
    {
        var phase = memory.Phase.ToString().ToLowerInvariant();
        tools.Log.Work(Reference, memory.IsDown && memory.Failure.Length > 0 ? $"{phase}: {memory.Failure}" : phase);
    }
}
