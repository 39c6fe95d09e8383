using Environs.Operator.Supervision;
using Environs.Protocol.Requests;

namespace Environs.Operator.Requests;

/// <summary>The usual answers. Pure.</summary>
internal static class Said
{
    public static Answer Done(string message) => new() { Outcome = Outcome.Done, Message = message };

    public static Answer Refused(string message) => new() { Outcome = Outcome.Refused, Message = message };

    /// <summary>Names what there is.</summary>
    public static Answer Unknown(string kind, string reference, IEnumerable<string> known) => new()
    {
        Outcome = Outcome.UnknownReference,
        Message = $"There is no {kind} \"{ReportText.Cut(reference, 128)}\" in this environment.",
        Known = { known.Order(StringComparer.Ordinal) },
    };
}
