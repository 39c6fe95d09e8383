using Environs.Protocol.Supervision;

namespace Environs.Supervisor.Work;

/// <summary>Everything of a container that the operator is told of, as one.</summary>
internal sealed class JoinedWorkload(params IReadOnlyList<IWorkload> parts) : IWorkload
{
    public event Action<bool> Changed
    {
        add
        {
            foreach (var part in parts) part.Changed += value;
        }
        remove
        {
            foreach (var part in parts) part.Changed -= value;
        }
    }

    public void Take(Desired desired)
    {
        foreach (var part in parts) part.Take(desired);
    }

    public void FillIn(Report report)
    {
        foreach (var part in parts) part.FillIn(report);
    }
}
