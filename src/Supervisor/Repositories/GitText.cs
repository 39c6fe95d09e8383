using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Environs.Supervisor.Repositories;

/// <summary>Makes text of what git writes: names of files, branches and subjects are bytes of any kind.</summary>
internal static class GitText
{
    /// <summary>The text; in git's own quotes when it is no UTF-8 or holds control characters.</summary>
    internal static string Of(ReadOnlySpan<byte> bytes)
    {
        if (Utf8.IsValid(bytes) && Encoding.UTF8.GetString(bytes) is var text && !text.Any(char.IsControl)) return text;
        var quoted = new StringBuilder("\"");
        foreach (var one in bytes)
        {
            _ = one switch
            {
                (byte)'"' or (byte)'\\' => quoted.Append('\\').Append((char)one),
                (byte)'\t' => quoted.Append("\\t"),
                (byte)'\n' => quoted.Append("\\n"),
                (byte)'\r' => quoted.Append("\\r"),
                < 0x20 or >= 0x7f => quoted.Append('\\').Append(Octal(one)),
                _ => quoted.Append((char)one),
            };
        }

        return quoted.Append('"').ToString();
    }

    private static string Octal(byte value) => Convert.ToString(value, 8).PadLeft(3, '0').ToString(CultureInfo.InvariantCulture);
}
