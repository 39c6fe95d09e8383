using Environs.Crds;

namespace Environs.Operator.Environments;

/// <summary>What is wrong with an environment that an API server without CEL let in. Pure.</summary>
internal static class EnvironmentErrors
{
    /// <summary>The errors of <see cref="EnvironmentValidation"/>, and a class that was changed after it had come into force.</summary>
    public static IReadOnlyList<FieldError> Of(V1alpha1Environment environment)
    {
        var errors = EnvironmentValidation.Errors(environment);
        return environment is { Spec.Machine.Class: { } wanted, Status.Machine.Class: { } inForce } && wanted != inForce
            ? [.. errors, new FieldError("spec.machine.class", EnvironmentRules.ClassIsImmutable)]
            : errors;
    }
}
