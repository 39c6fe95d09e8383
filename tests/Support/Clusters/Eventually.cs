using System.Diagnostics;

namespace Environs.Support.Clusters;

/// <summary>Waits for the world to become as it should be.</summary>
public static class Eventually
{
    /// <summary>Asks again and again until the answer is yes; an exception counts as no until the time is up.</summary>
    /// <exception cref="TimeoutException">It did not become true in time.</exception>
    public static Task TrueAsync(Func<Task<bool>> condition, TimeSpan limit, string what) => TrueAsync(condition, limit, () => what);

    /// <summary>The same for a condition that needs no wait.</summary>
    /// <exception cref="TimeoutException">It did not become true in time.</exception>
    public static Task TrueAsync(Func<bool> condition, TimeSpan limit, string what) => TrueAsync(condition, limit, () => what);

    /// <summary>The same, with words that are only found when the time is up.</summary>
    /// <exception cref="TimeoutException">It did not become true in time.</exception>
    public static Task TrueAsync(Func<bool> condition, TimeSpan limit, Func<string> what) => TrueAsync(() => Task.FromResult(condition()), limit, what);

    /// <summary>The same, with words that are only found when the time is up.</summary>
    /// <exception cref="TimeoutException">It did not become true in time.</exception>
    public static async Task TrueAsync(Func<Task<bool>> condition, TimeSpan limit, Func<string> what)
    {
        var started = Stopwatch.GetTimestamp();
        Exception? last = null;
        do
        {
            try
            {
                last = null;
                if (await condition())
                    return;
            }
            catch (Exception error)
            {
                last = error;
            }
            await Task.Delay(TimeSpan.FromMilliseconds(25), TimeProvider.System);
        }
        while (Stopwatch.GetElapsedTime(started) < limit);
        throw new TimeoutException($"Not within {limit.TotalSeconds:0.#} s: {what()}", last);
    }
}
