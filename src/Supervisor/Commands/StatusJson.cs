namespace Environs.Supervisor.Commands;

/// <summary>The environment, as <c>environs status -o json</c> has it.</summary>
internal sealed record StatusJson(
    string? Environment, string? Namespace, string? Phase, string? Message, string? Class, string? AutomationsFile, string? AutomationsFailure, string? AutomationsWarning,
    bool OperatorReached, IReadOnlyList<ServiceJson> Services, IReadOnlyList<TaskJson> Tasks);
