using System.Globalization;

namespace Environs.Supervisor.Content;

/// <summary>The number of a pull or merge request.</summary>
internal static class ChangeNumber
{
    /// <summary>Throws unless <paramref name="number"/> is one; it becomes part of the reference that the remote offers.</summary>
    internal static CloneSource Source(WebPage page, string url, string number, string reference) =>
        int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0
            ? new CloneSource(url, TargetKind.Change, reference.Replace("{0}", value.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal))
            : throw ContentException.Invalid("contextUrl", page.From(0), "does not name a pull or merge request by its number");
}
