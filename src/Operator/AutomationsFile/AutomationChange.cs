namespace Environs.Operator.AutomationsFile;

/// <summary>The objects of one kind that are to be applied, and those that are to be deleted.</summary>
internal sealed record AutomationChange<T>(IReadOnlyList<T> Apply, IReadOnlyList<T> Delete);
