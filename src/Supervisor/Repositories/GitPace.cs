namespace Environs.Supervisor.Repositories;

/// <summary>Says when to look at a repository: soon after git was used in it, seldom while nothing happens, and never so often that it costs. Pure.</summary>
internal sealed class GitPace(GitSettings settings)
{
    private TimeSpan? last;
    private TimeSpan took;
    private TimeSpan pause;

    /// <param name="now">On a clock that never jumps.</param>
    /// <param name="isUsed">Whether git was used since the last look.</param>
    internal bool IsDue(TimeSpan now, bool isUsed) =>
        last is not { } then || now - then >= (isUsed ? took * settings.ShortRest : Max(pause, took * settings.Rest));

    /// <summary>A look has ended.</summary>
    /// <param name="now">When.</param>
    /// <param name="length">How long it took.</param>
    /// <param name="isNews">Whether it was worth it.</param>
    internal void Looked(TimeSpan now, TimeSpan length, bool isNews)
    {
        (last, took) = (now, length);
        pause = isNews || pause == TimeSpan.Zero ? settings.Shortest : Max(settings.Shortest, TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, settings.Longest.Ticks)));
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
