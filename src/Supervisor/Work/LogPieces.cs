using System.Globalization;

namespace Environs.Supervisor.Work;

/// <summary>The files of one log: the first has the log's own name, each later one is named by the byte of the log that it begins with.</summary>
internal static class LogPieces
{
    // So many digits that the names are in order.
    private const string Digits = "D16";

    /// <summary>Those that are kept, in their order; none where there is no log.</summary>
    internal static IReadOnlyList<LogPiece> Of(string log)
    {
        try
        {
            return [.. Directory.EnumerateFiles(Path.GetDirectoryName(log)!, Path.GetFileName(log) + "*").Select(path => Piece(log, path)).OfType<LogPiece>().OrderBy(piece => piece.Start)];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    internal static string PathOf(string log, long start) => start == 0 ? log : $"{log}.{start.ToString(Digits, CultureInfo.InvariantCulture)}";

    // What somebody else put beside them is none.
    private static LogPiece? Piece(string log, string path)
    {
        if (path == log) return new LogPiece(0, path);
        return path[log.Length] == '.' && long.TryParse(path.AsSpan(log.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var start) && start > 0 && PathOf(log, start) == path
            ? new LogPiece(start, path)
            : null;
    }
}
