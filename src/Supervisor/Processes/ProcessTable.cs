namespace Environs.Supervisor.Processes;

/// <summary>The processes that are ours to end.</summary>
/// <param name="folder">Where /proc is mounted.</param>
/// <param name="self">Number of this process; as 1 it is answerable for every process of the container, else for its descendants.</param>
internal sealed class ProcessTable(string folder, int self)
{
    /// <summary>Those that are alive, without this process.</summary>
    internal IReadOnlyList<ProcessEntry> Alive()
    {
        var all = Read().ToList();
        if (self == 1) return [.. all.Where(entry => entry.Id != 1 && !entry.HasEnded)];

        var ours = new HashSet<int> { self };
        // A parent may come after its child in the list: go on until nobody joins.
        int known;
        do
        {
            known = ours.Count;
            ours.UnionWith(all.Where(entry => ours.Contains(entry.Parent)).Select(entry => entry.Id).ToList());
        }
        while (ours.Count > known);

        return [.. all.Where(entry => entry.Id != self && ours.Contains(entry.Id) && !entry.HasEnded)];
    }

    /// <summary>Those that are alive in the session or group of the process that led it, also when it has ended itself.</summary>
    internal IReadOnlyList<ProcessEntry> LedBy(int leader) =>
        [.. Read().Where(entry => !entry.HasEnded && entry.Id != self && (entry.Session == leader || entry.Group == leader))];

    private IEnumerable<ProcessEntry> Read()
    {
        foreach (var path in Directory.EnumerateDirectories(folder))
        {
            if (!char.IsAsciiDigit(Path.GetFileName(path)[0])) continue;
            ProcessEntry? entry = null;
            try
            {
                entry = ProcessEntry.Parse(File.ReadAllText(Path.Combine(path, "stat")));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It ended between the listing and the reading.
            }

            if (entry is not null) yield return entry;
        }
    }
}
