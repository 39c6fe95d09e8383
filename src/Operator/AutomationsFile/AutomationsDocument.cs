using Environs.Crds;

namespace Environs.Operator.AutomationsFile;

/// <summary>What an automations file defines, or what is wrong with it.</summary>
/// <param name="Services">The services; their environmentRef is not set.</param>
/// <param name="Tasks">The tasks; their environmentRef is not set.</param>
/// <param name="Errors">Each with line and column; where there is one, nothing else counts.</param>
/// <param name="Warnings">What the author should know all the same.</param>
internal sealed record AutomationsDocument(
    IReadOnlyList<ServiceSpec> Services, IReadOnlyList<TaskSpec> Tasks, IReadOnlyList<string> Errors, IReadOnlyList<string> Warnings);
