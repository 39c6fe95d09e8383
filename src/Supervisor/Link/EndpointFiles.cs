using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Environs.Supervisor.Link;

/// <summary>The files that kubelet keeps for us; it puts new ones in their place at any time.</summary>
internal sealed class EndpointFiles(string folder)
{
    private const int Limit = 1024 * 1024;

    /// <summary>What they say now. Throws <see cref="FormatException"/>, with words for the log, when one is missing or odd.</summary>
    internal Endpoint Read()
    {
        var (address, token) = (Address(), Token());
        // Last: certificates are not to be made for nothing.
        return new(address, Authorities(), token);
    }

    private IPEndPoint Address()
    {
        var text = Text("address");
        return IPEndPoint.TryParse(text, out var address) && address.Port != 0
            ? address
            : throw new FormatException($"{Path("address")}: \"{text}\" is not IP:PORT");
    }

    private X509Certificate2Collection Authorities()
    {
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPem(Text("ca.crt"));
        }
        catch (CryptographicException e)
        {
            throw new FormatException($"{Path("ca.crt")}: {e.Message}");
        }

        return authorities.Count > 0 ? authorities : throw new FormatException($"{Path("ca.crt")} holds no certificate");
    }

    /// <summary>Our token as it is now. Throws <see cref="FormatException"/> as <see cref="Read"/> does.</summary>
    internal string Token()
    {
        var text = Text("token");
        // Else the message of whoever refuses it as a header would tell it.
        return text.All(character => character is > ' ' and <= '~') ? text : throw new FormatException($"{Path("token")} does not hold a token");
    }

    private string Text(string name)
    {
        try
        {
            var length = new FileInfo(Path(name)).Length;
            if (length > Limit) throw new FormatException($"{Path(name)} is {length} bytes, more than {Limit}");
            var text = File.ReadAllText(Path(name)).Trim();
            return text.Length > 0 ? text : throw new FormatException($"{Path(name)} is empty");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FormatException(e is FileNotFoundException or DirectoryNotFoundException ? $"{Path(name)} is not there" : $"{Path(name)}: {e.Message}");
        }
    }

    private string Path(string name) => System.IO.Path.Combine(folder, name);
}
