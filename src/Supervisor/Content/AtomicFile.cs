using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Environs.Supervisor.Content;

/// <summary>Small JSON files that are either the old or the new one, whenever the power goes.</summary>
internal static class AtomicFile
{
    /// <summary>Reads a file; null when it is not there or is not what we wrote (it is then as good as not there).</summary>
    internal static T? Read<T>(string path, JsonTypeInfo<T> type) where T : class
    {
        try
        {
            using var stream = File.OpenRead(path);
            return JsonSerializer.Deserialize(stream, type);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    internal static void Write<T>(string path, T value, JsonTypeInfo<T> type)
    {
        var next = path + ".next";
        using (var stream = new FileStream(next, FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(stream, value, type);
            stream.Flush(flushToDisk: true);
        }

        File.Move(next, path, overwrite: true);
    }
}
