namespace Environs.Supervisor.Commands;

/// <summary>A port that something listens on, as <c>environs port list -o json</c> has it.</summary>
internal sealed record PortJson(int Port, IReadOnlyList<string> Addresses);
