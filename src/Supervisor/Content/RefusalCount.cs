using System.Security.Cryptography;
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

    /// <summary>Counts one more refusal of this request and returns how many there were.</summary>
    internal static int Add(string path, ContentRequest request)
    {
        var digest = Convert.ToHexString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(request, ProtocolJson.Default.ContentRequest)));
        var last = AtomicFile.Read(path, StateJson.Default.RefusalCount);
        var count = last?.Request == digest ? last.Count + 1 : 1;
        AtomicFile.Write(path, new RefusalCount { Request = digest, Count = count }, StateJson.Default.RefusalCount);
        return count;
    }

    /// <summary>The row is broken: the content is there, or the remote did not answer.</summary>
    internal static void Reset(string path) => File.Delete(path);
}
