using Environs.Protocol.Requests;

namespace Environs.Supervisor.Commands;

/// <summary>A service, as <c>environs service list -o json</c> has it.</summary>
internal sealed record ServiceJson(string Reference, string? DisplayName, string Phase, string? Message, string? Requested, IReadOnlyList<string> Triggers)
{
    internal static ServiceJson Of(ServiceView view) =>
        new(view.Reference, Texts.OrNull(view.DisplayName), view.Phase, Texts.OrNull(view.Message), Texts.OrNull(view.Requested), [.. view.Triggers]);
}
