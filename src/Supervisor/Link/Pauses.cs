namespace Environs.Supervisor.Link;

/// <summary>How long to wait before the next dial: longer each time, never quite as long as the others wait.</summary>
internal sealed class Pauses(LinkSettings settings, Random random)
{
    private static readonly TimeSpan QuickFrom = TimeSpan.FromSeconds(0.1);
    private static readonly TimeSpan QuickTo = TimeSpan.FromSeconds(0.5);
    private int quick;
    private int doublings;

    internal TimeSpan After(StreamEnd end)
    {
        // One that is refused in the end was no good one, however long the operator took for it.
        if (end.Lived >= settings.GoodLife && end.How != Ending.Refused) quick = doublings = 0;
        if (IsQuick(end))
        {
            quick++;
            return QuickFrom + (QuickTo - QuickFrom) * random.NextDouble();
        }

        var whole = settings.FirstPause * Math.Pow(2, doublings);
        if (whole < settings.LongestPause) doublings++;
        else whole = settings.LongestPause;
        return whole * (0.5 + random.NextDouble() / 2);
    }

    /// <summary>Whether the pause after this end is one of the quick ones, which are nothing to talk about.</summary>
    internal bool IsQuick(StreamEnd end) => end.How == Ending.NotLeading && quick < settings.QuickTries;
}
