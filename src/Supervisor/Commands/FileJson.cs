namespace Environs.Supervisor.Commands;

/// <summary>What there is to say of an automations file, as <c>environs automations ... -o json</c> has it.</summary>
internal sealed record FileJson(string? Path, bool Valid, IReadOnlyList<FileErrorJson> Errors, IReadOnlyList<string> Warnings, IReadOnlyList<string>? Changes);
