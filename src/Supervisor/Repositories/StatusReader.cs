using Environs.Protocol.Supervision;

namespace Environs.Supervisor.Repositories;

/// <summary>Reads what <c>git status --porcelain=v2 -z --branch</c> writes, record by record, and keeps no more of it than a report holds.</summary>
internal sealed class StatusReader
{
    /// <summary>Changed files that a report holds; the rest is counted.</summary>
    internal const int MostFiles = 100;

    private ChangedFile? renamed;

    /// <summary>Empty when HEAD is detached.</summary>
    internal string Branch { get; private set; } = "";

    /// <summary>Empty before the first commit.</summary>
    internal string Commit { get; private set; } = "";

    internal List<ChangedFile> Files { get; } = [];

    internal int TotalFiles { get; private set; }

    /// <summary>Takes the next record; those of a kind that we do not know say nothing to us.</summary>
    internal void Take(ReadOnlySpan<byte> record)
    {
        if (renamed is not null)
        {
            // The old path has a record of its own.
            renamed.OldPath = GitText.Of(record);
            renamed = null;
            return;
        }

        switch (record)
        {
            case [(byte)'#', (byte)' ', .. var header]: TakeHeader(header); break;
            case [(byte)'1', (byte)' ', var x, var y, ..]: Add(After(record, 8), Ordinary(x, y)); break;
            case [(byte)'2', (byte)' ', var x, var y, ..]: renamed = Add(After(record, 9), (byte)'C' == x || (byte)'C' == y ? ChangeType.Copied : ChangeType.Renamed); break;
            case [(byte)'u', (byte)' ', ..]: Add(After(record, 10), ChangeType.UpdatedButUnmerged); break;
            case [(byte)'?', (byte)' ', .. var path]: Add(path, ChangeType.Untracked); break;
        }
    }

    private void TakeHeader(ReadOnlySpan<byte> header)
    {
        if (header.StartsWith("branch.oid "u8)) Commit = header[11..] is var oid && oid.SequenceEqual("(initial)"u8) ? "" : GitText.Of(oid);
        else if (header.StartsWith("branch.head "u8)) Branch = header[12..] is var head && head.SequenceEqual("(detached)"u8) ? "" : GitText.Of(head);
    }

    // In the index first, in the work tree second: what the file is now in the work tree says more.
    private static ChangeType Ordinary(byte index, byte tree) => (index, tree) switch
    {
        (_, (byte)'D') or ((byte)'D', _) => ChangeType.Deleted,
        ((byte)'A', _) or (_, (byte)'A') => ChangeType.Added,
        _ => ChangeType.Modified,
    };

    private ChangedFile Add(ReadOnlySpan<byte> path, ChangeType type)
    {
        var file = new ChangedFile { Type = type };
        TotalFiles++;
        if (Files.Count >= MostFiles) return file;
        file.Path = GitText.Of(path);
        Files.Add(file);
        return file;
    }

    // What follows so many fields.
    private static ReadOnlySpan<byte> After(ReadOnlySpan<byte> record, int fields)
    {
        for (; fields > 0; fields--)
        {
            var space = record.IndexOf((byte)' ');
            if (space < 0) return [];
            record = record[(space + 1)..];
        }

        return record;
    }
}
