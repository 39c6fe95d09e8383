using Environs.Crds;

namespace Environs.Operator.Environments;

/// <summary>The class that an environment gets, or why it gets none.</summary>
/// <param name="Name">Name of the class that is meant; null when none was named and there is no default.</param>
/// <param name="Class">The class; null when it is not there.</param>
internal sealed record ClassChoice(string? Name, V1alpha1EnvironmentClass? Class)
{
    /// <summary>
    /// The class that the spec names; else the one that the environment got when it was created, for a new default must not move it;
    /// else the default, as StorageClass has it: of several marked ones the newest.
    /// </summary>
    public static ClassChoice Of(V1alpha1Environment environment, IReadOnlyCollection<V1alpha1EnvironmentClass> classes)
    {
        if ((environment.Spec.Machine?.Class ?? environment.Status?.Machine?.Class) is { Length: > 0 } name)
            return new(name, classes.FirstOrDefault(candidate => candidate.Metadata.Name == name));

        var chosen = classes
            .Where(IsDefault)
            .OrderByDescending(candidate => candidate.Metadata.CreationTimestamp)
            .ThenBy(candidate => candidate.Metadata.Name, StringComparer.Ordinal)
            .FirstOrDefault();
        return new(chosen?.Metadata.Name, chosen);
    }

    /// <summary>Whether a class is marked as the default.</summary>
    public static bool IsDefault(V1alpha1EnvironmentClass candidate) =>
        candidate.Metadata.Annotations is { } annotations
        && annotations.TryGetValue(V1alpha1EnvironmentClass.DefaultAnnotation, out var value) && value == "true";

    /// <summary>Whether environments of the class may be created and started.</summary>
    public bool IsEnabled => Class is { Spec.Enabled: not false };

    /// <summary>What to say when the environment cannot be started with this choice; null when it can.</summary>
    public Problem? Problem => this switch
    {
        { Name: null } => new(EnvironmentReasons.NoDefaultClass,
            $"spec.machine.class is not set and no EnvironmentClass has the annotation {V1alpha1EnvironmentClass.DefaultAnnotation}: \"true\": name a class, or mark one as the default."),
        { Class: null } => new(EnvironmentReasons.ClassNotFound,
            $"spec.machine.class: EnvironmentClass \"{Name}\" does not exist: create it, or see `kubectl get environmentclasses` for those that do."),
        { IsEnabled: false } => new(EnvironmentReasons.ClassDisabled,
            $"spec.machine.class: EnvironmentClass \"{Name}\" is disabled: an administrator must set its spec.enabled, or create another Environment with a class that is enabled."),
        { Class: { } found } when ClassErrors.Of(found.Spec) is [var error, ..] => new(EnvironmentReasons.ClassInvalid,
            $"spec.machine.class: EnvironmentClass \"{Name}\" cannot be used: {error}. An administrator must correct it."),
        _ => null,
    };
}
