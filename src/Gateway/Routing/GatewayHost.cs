using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Environs.Gateway.Routing;

/// <summary>What a host of the gateway's domain stands for: a port at <c>PORT--UID.DOMAIN</c>, the environment itself at <c>env--UID.DOMAIN</c>, or the login. Pure.</summary>
/// <remarks>One name has one spelling, so that no two hosts share what is kept by host; capitals are all that may differ.</remarks>
internal sealed record GatewayHost(int Port, string Uid)
{
    /// <summary>The one host of the domain where people log in.</summary>
    public const string LoginLabel = "login";

    private const string Separator = "--";
    private const string EnvironmentName = "env";

    /// <summary>Whether it is the environment's own, where no app answers.</summary>
    public bool IsEnvironment => Port == 0;

    /// <summary>The first label, in lower case.</summary>
    public string Label => $"{(IsEnvironment ? EnvironmentName : Port)}{Separator}{Uid}";

    /// <summary>Whether it is the login's host.</summary>
    public static bool IsLogin(string host, string domain) => Is(host, $"{LoginLabel}.{domain}");

    /// <summary>The environment's port that a host, without its own port, stands for.</summary>
    public static bool TryParse(string host, string domain, [NotNullWhen(true)] out GatewayHost? parsed)
    {
        parsed = null;
        var length = host.Length - domain.Length - 1;
        return length > 0 && host[length] == '.' && Is(host[(length + 1)..], domain) && TryParseLabel(host[..length], out parsed);
    }

    /// <summary>The same of the first label alone.</summary>
    public static bool TryParseLabel(string label, [NotNullWhen(true)] out GatewayHost? parsed)
    {
        parsed = null;
        var at = label.IndexOf(Separator, StringComparison.Ordinal);
        if (at is < 1 or > 5 || label[0] == '0') return false;
        var port = 0;
        if (!Is(label[..at], EnvironmentName) && (!int.TryParse(label.AsSpan(0, at), NumberStyles.None, CultureInfo.InvariantCulture, out port) || port > ushort.MaxValue)) return false;
        if (!Guid.TryParseExact(label.AsSpan(at + Separator.Length), "D", out var uid)) return false;
        parsed = new(port, uid.ToString("D"));
        return true;
    }

    private static bool Is(string host, string other) => host.Equals(other, StringComparison.OrdinalIgnoreCase);
}
