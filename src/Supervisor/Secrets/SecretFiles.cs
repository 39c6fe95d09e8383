using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Environs.Protocol;
using Environs.Protocol.Secrets;
using Environs.Protocol.Supervision;

namespace Environs.Supervisor.Secrets;

/// <summary>The secrets that kubelet keeps in this container, read anew each time that somebody asks.</summary>
/// <param name="folder">Folder of the files.</param>
/// <param name="all">Those of the environment; others lie beside them.</param>
internal sealed class SecretFiles(string folder, IReadOnlyList<MountedSecret> all)
{
    internal const int LongestValue = 10240;

    /// <summary>Variable that has the folder, where it is another than usual.</summary>
    internal const string FolderVariable = "ENVIRONS_SECRETS_FOLDER";
    internal static readonly SecretFiles None = new(MountedSecret.Folder, []);
    private static readonly UTF8Encoding Text = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // Of this process alone: by it nobody can try out what a value might be.
    private readonly byte[] key = RandomNumberGenerator.GetBytes(32);

    internal string Folder => folder;

    internal IReadOnlyList<MountedSecret> All => all;

    /// <summary>Where kubelet has put what is there now; another one after each change.</summary>
    internal string Stamp => new FileInfo(Path.Combine(folder, "..data")).LinkTarget ?? "";

    internal static SecretFiles FromEnvironment() => new(
        Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } folder ? folder : MountedSecret.Folder,
        Environment.GetEnvironmentVariable(MountedSecret.ListVariable) is { Length: > 0 } json ? Parse(json) : []);

    /// <summary>Where the value of a secret lies, if it is there.</summary>
    internal string FileOf(string name) => Path.Combine(folder, name);

    internal bool IsThere(string name) => File.Exists(FileOf(name));

    /// <summary>The value as a text; null where it is missing. Throws <see cref="SecretException"/> when it is none that a variable can have.</summary>
    internal string? Read(string name)
    {
        try
        {
            var file = new FileInfo(FileOf(name));
            if (!file.Exists) return null;
            // By what the link leads to: a link has a length of its own.
            using var stream = file.OpenRead();
            if (stream.Length > LongestValue) throw new SecretException($"has more than {LongestValue} bytes");
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            var value = Text.GetString(bytes);
            return value.Contains('\0', StringComparison.Ordinal) ? throw new SecretException("holds a zero byte, which no variable can") : value;
        }
        catch (DecoderFallbackException)
        {
            throw new SecretException("is no text in UTF-8");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or EndOfStreamException)
        {
            // It went between the look and the reading.
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SecretException($"cannot be read: {e.Message}");
        }
    }

    /// <summary>What the variables have for values now, so that only this process can compare it with what they had.</summary>
    internal string Fingerprint(IEnumerable<Variable> more)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        foreach (var name in all.Where(secret => secret.Variable.Length > 0).Select(secret => secret.Id).Concat(more.Where(variable => variable.Secret.Length > 0).Select(variable => variable.Secret)))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}\0{Value(name)}\0"));
        }
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    /// <summary>The value; null where it is missing or cannot be one.</summary>
    internal string? Value(string name)
    {
        try
        {
            return Read(name);
        }
        catch (SecretException)
        {
            return null;
        }
    }

    private static IReadOnlyList<MountedSecret> Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, ProtocolJson.Default.IReadOnlyListMountedSecret) ?? [];
        }
        catch (JsonException e)
        {
            throw new FormatException($"{MountedSecret.ListVariable} cannot be read: {e.Message}");
        }
    }
}
