namespace Environs.Runtime.Events;

/// <summary>Remembers what was said lately: decides whether an event is new, repeats one, or is too much; single-threaded, pure but for memory.</summary>
internal sealed class EventLedger(TimeSpan window, int perObject)
{
    private readonly Dictionary<(string Object, ResourceEvent News), Entry> entries = [];
    private readonly Dictionary<string, (DateTimeOffset Since, int Count)> objects = [];
    private DateTimeOffset swept;

    /// <summary>The entry of this event, or null where its object has said too much.</summary>
    public Entry? Note(PendingEvent pending)
    {
        Sweep(pending.At);
        var uid = pending.Regarding.Uid ?? pending.Regarding.Name;
        if (entries.TryGetValue((uid, pending.News), out var entry))
        {
            entry.Count++;
            entry.LastSeen = pending.At;
            return entry;
        }
        var (since, count) = objects.GetValueOrDefault(uid);
        if (count == 0 || pending.At - since >= window)
            (since, count) = (pending.At, 0);
        if (count >= perObject)
            return null;
        objects[uid] = (since, count + 1);
        return entries[(uid, pending.News)] = new() { LastSeen = pending.At };
    }

    private void Sweep(DateTimeOffset now)
    {
        if (now - swept < window)
            return;
        swept = now;
        foreach (var (key, entry) in entries)
        {
            if (now - entry.LastSeen >= window)
                entries.Remove(key);
        }
        foreach (var (key, counted) in objects)
        {
            if (now - counted.Since >= window)
                objects.Remove(key);
        }
    }

    /// <summary>One event as it was written.</summary>
    internal sealed class Entry
    {
        /// <summary>How often it was said.</summary>
        public int Count { get; set; } = 1;

        /// <summary>When it was last said.</summary>
        public DateTimeOffset LastSeen { get; set; }

        /// <summary>The name of the Event object; null until it is written.</summary>
        public string? Name { get; set; }

        /// <summary>When the count was last written.</summary>
        public DateTimeOffset Written { get; set; }
    }
}
