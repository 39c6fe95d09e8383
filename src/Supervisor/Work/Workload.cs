using Environs.Protocol.Supervision;
using Environs.Supervisor.Launch;
using Environs.Supervisor.Lifecycle;

namespace Environs.Supervisor.Work;

/// <summary>Runs the lifecycle commands, services and steps of this container.</summary>
internal sealed class Workload(WorkTools tools) : IWorkload
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);
    private readonly Lock gate = new();
    private readonly Dictionary<string, ServiceUnit> services = [];
    private readonly Dictionary<(string Execution, string Step), StepUnit> steps = [];
    private LifecycleRun? lifecycle;
    private bool isStopping;

    public event Action<bool>? Changed;

    /// <summary>The operator wants the container to end.</summary>
    internal event Action? EndAsked;

    /// <summary>Lifecycle commands that are waited for have not ended yet.</summary>
    internal bool IsStarting
    {
        get
        {
            lock (gate) return lifecycle?.IsStarting == true;
        }
    }

    public void Take(Desired desired)
    {
        if (desired.EndContainer)
        {
            EndAsked?.Invoke();
            return;
        }

        bool news;
        lock (gate)
        {
            if (isStopping) return;
            news = TakeDevcontainer(desired);
            // Nothing runs before it is known as whom.
            if (lifecycle is null && desired.DevcontainerPaths.Count > 0) return;
            // Both, whatever the first says.
            news |= TakeServices(desired) | TakeSteps(desired);
            Forget();
        }

        if (news) Changed?.Invoke(true);
    }

    public void FillIn(Report report)
    {
        lock (gate)
        {
            report.Lifecycle = lifecycle?.Report();
            report.Services.AddRange(services.Values.Select(service => service.Report()));
            report.Steps.AddRange(steps.Values.Select(step => step.Report()));
            var stale = services.Values.Where(service => service.IsStale).Select(service => service.Reference).Order(StringComparer.Ordinal).ToList();
            // Another part may have begun it.
            if (stale.Count > 0) (report.Secrets ??= new SecretsReport()).StaleServices.AddRange(stale);
        }
    }

    /// <summary>Every service with what people call it.</summary>
    internal IReadOnlyList<(string Reference, ServiceReport Report)> Services()
    {
        lock (gate) return [.. services.Values.Select(service => (service.Reference, service.Report())).OrderBy(service => service.Reference, StringComparer.Ordinal)];
    }

    /// <summary>Whether a step runs now.</summary>
    internal bool IsRunning(string execution, string step)
    {
        lock (gate) return steps.TryGetValue((execution, step), out var unit) && !unit.IsDown;
    }

    /// <summary>Stops everything by its rules, for good; returns when nothing runs any more, or when the limit is over.</summary>
    internal async Task StopAsync(TimeSpan limit)
    {
        var start = tools.Time.GetTimestamp();
        lock (gate)
        {
            isStopping = true;
            lifecycle?.Stop();
            foreach (var service in services.Values) _ = service.Wish(null);
            foreach (var step in steps.Values) step.Wish(null);
        }

        while (!IsDown() && tools.Time.GetElapsedTime(start) < limit) await Task.Delay(LookAgain, tools.Time);
    }

    private bool IsDown()
    {
        lock (gate) return lifecycle?.IsDown != false && services.Values.All(service => service.IsDown) && steps.Values.All(step => step.IsDown);
    }

    // Once: how a container is cannot change while it runs.
    private bool TakeDevcontainer(Desired desired)
    {
        if (desired.Devcontainer is not { } devcontainer || lifecycle is not null) return false;
        tools.Launcher.Surroundings = Surroundings.Of(devcontainer);
        lifecycle = new LifecycleRun(desired.WorkspaceFolder, devcontainer, tools, OnChanged);
        lifecycle.Start();
        return true;
    }

    private bool TakeServices(Desired desired)
    {
        var news = false;
        var wishes = new Dictionary<string, ServiceWish>();
        foreach (var service in desired.Services) wishes[service.Id] = new ServiceWish(desired.WorkspaceFolder, service);
        foreach (var (id, unit) in services.Where(service => !wishes.ContainsKey(service.Key))) news |= unit.Wish(null);
        foreach (var (id, wish) in wishes)
        {
            if (!services.TryGetValue(id, out var unit)) services[id] = unit = new ServiceUnit(id, tools, OnChanged);
            news |= unit.Wish(wish);
        }

        return news;
    }

    private bool TakeSteps(Desired desired)
    {
        var news = false;
        var wishes = new Dictionary<(string, string), DesiredStep>();
        foreach (var step in desired.Steps) wishes[(step.Execution, step.Step)] = step;
        foreach (var (_, unit) in steps.Where(step => !wishes.ContainsKey(step.Key))) unit.Wish(null);
        foreach (var (name, wish) in wishes)
        {
            var isNew = !steps.TryGetValue(name, out var unit);
            if (isNew) steps[name] = unit = new StepUnit(desired.WorkspaceFolder, wish, tools, OnChanged);
            unit!.Wish(wish);
            if (isNew) unit.Start();
            news |= isNew;
        }

        if (news)
        {
            var running = steps.Keys.Select(name => name.Execution).ToHashSet(StringComparer.Ordinal);
            _ = Task.Run(() => tools.Folder.Tidy(running));
        }

        return news;
    }

    private void Forget()
    {
        // What stops with the container is reported to the end.
        if (isStopping) return;
        foreach (var (id, _) in services.Where(service => service.Value.IsOver).ToList()) services.Remove(id);
        foreach (var (name, _) in steps.Where(step => step.Value.IsOver).ToList()) steps.Remove(name);
    }

    private void OnChanged(bool phase)
    {
        lock (gate) Forget();
        Changed?.Invoke(phase);
    }
}
