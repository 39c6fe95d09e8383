using Environs.Crds;
using Environs.Operator.Activity;

namespace Environs.Operator.Environments;

/// <summary>What is wrong with an environment that an API server without CEL let in, or could not know. Pure.</summary>
internal static class EnvironmentErrors
{
    /// <summary>The errors of <see cref="EnvironmentValidation"/>, what the class does not allow, and a class that was changed after it had come into force.</summary>
    public static IReadOnlyList<FieldError> Of(V1alpha1Environment environment, V1alpha1EnvironmentClass? @class)
    {
        IReadOnlyList<FieldError> errors = [.. EnvironmentValidation.Errors(environment), .. InactivityLimit.Errors(environment, @class)];
        return environment is { Spec.Machine.Class: { } wanted, Status.Machine.Class: { } inForce } && wanted != inForce
            ? [.. errors, new FieldError("spec.machine.class", EnvironmentRules.ClassIsImmutable)]
            : errors;
    }
}
