using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Environs.Supervisor.Work;

/// <summary>File names for ids that others chose.</summary>
internal static class FileName
{
    private const int Longest = 200;

    /// <summary>A name of its own for every id, which stays in its folder whatever the id says; an ordinary id is its own name.</summary>
    internal static string Of(string id)
    {
        var name = new StringBuilder();
        foreach (var each in Encoding.UTF8.GetBytes(id))
        {
            var ordinary = char.IsAsciiLetterOrDigit((char)each) || each is (byte)'-' or (byte)'_' || (each == '.' && name.Length > 0);
            if (ordinary) name.Append((char)each);
            else name.Append(CultureInfo.InvariantCulture, $"%{each:X2}");
        }

        // A % that no two digits follow comes from no id.
        if (name.Length == 0) return "%";
        if (name.Length <= Longest) return name.ToString();
        return $"{name.ToString(0, Longest / 2)}%-{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(id)))}";
    }
}
