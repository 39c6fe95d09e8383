using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Environs.Protocol;
using Environs.Protocol.Content;

namespace Environs.Supervisor.Content;

/// <summary>How many times in a row the remote refused one request; lives as long as the pod, so that kubelet's restarts count up.</summary>
internal sealed record RefusalCount
{
    /// <summary>Digest of the request: the file must not repeat what may be secret in it.</summary>
    public string Request { get; set; } = "";

    public int Count { get; set; }

    /// <summary>Counts one more refusal of this request, made with these credentials, and returns how many there were.</summary>
    internal static int Add(string path, ContentRequest request, string credentials)
    {
        var count = Of(path, request, credentials) + 1;
        AtomicFile.Write(path, new RefusalCount { Request = Digest(request, credentials), Count = count }, StateJson.Default.RefusalCount);
        return count;
    }

    /// <summary>How many refusals there were.</summary>
    internal static int Of(string path, ContentRequest request, string credentials) =>
        AtomicFile.Read(path, StateJson.Default.RefusalCount) is { } last && last.Request == Digest(request, credentials) ? last.Count : 0;

    /// <summary>The row is broken: the content is there, or the remote did not answer.</summary>
    internal static void Reset(string path) => File.Delete(path);

    private static string Digest(ContentRequest request, string credentials) =>
        Convert.ToHexString(SHA256.HashData([.. JsonSerializer.SerializeToUtf8Bytes(request, ProtocolJson.Default.ContentRequest), .. Encoding.UTF8.GetBytes(credentials)]));
}
