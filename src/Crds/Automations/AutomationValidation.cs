namespace Environs.Crds;

/// <summary>What the schemas and their rules say of a Service, a Task and a TaskExecution, for those that an API server without CEL let in.</summary>
/// <remarks>Only what compares with an earlier version of the object is left out: an old server cannot be made to remember.</remarks>
public static class AutomationValidation
{
    /// <summary>All that is wrong with the service; empty when it is valid.</summary>
    public static IReadOnlyList<FieldError> Errors(V1alpha1Service service)
    {
        var check = new FieldChecks();
        if (service.Spec is not { } spec)
        {
            check.Rule("spec", false, "must be set");
            return check.Errors;
        }
        Named(check, spec.EnvironmentRef, spec.Reference, spec.DisplayName, spec.Description);
        check.OneOf("spec.role", spec.Role, ServiceRoles.Default, ServiceRoles.Editor, ServiceRoles.AiAgent, ServiceRoles.SecurityAgent);
        check.Set("spec.triggeredBy", spec.TriggeredBy, 5, (field, trigger) => check.OneOf(field, trigger, AutomationTriggers.OfServices));
        check.Text("spec.commands.start", spec.Commands?.Start ?? "", 1, 32768);
        check.Text("spec.commands.ready", spec.Commands?.Ready, 1, 32768);
        check.Text("spec.commands.stop", spec.Commands?.Stop, 1, 32768);
        check.OneOf("spec.desiredPhase", spec.DesiredPhase, DesiredPhases.Running, DesiredPhases.Stopped);
        check.Text("spec.session", spec.Session, 0, 256);
        Variables(check, spec.Env);
        check.Rule("spec.readinessTimeout", spec.ReadinessTimeout is null || Durations.Parse(spec.ReadinessTimeout) <= TimeSpan.FromHours(24), AutomationRules.Timeout);
        return check.Errors;
    }

    /// <summary>All that is wrong with the task; empty when it is valid.</summary>
    public static IReadOnlyList<FieldError> Errors(V1alpha1Task task)
    {
        var check = new FieldChecks();
        if (task.Spec is not { } spec)
        {
            check.Rule("spec", false, "must be set");
            return check.Errors;
        }
        Named(check, spec.EnvironmentRef, spec.Reference, spec.DisplayName, spec.Description);
        check.Set("spec.triggeredBy", spec.TriggeredBy, 6, (field, trigger) => check.OneOf(field, trigger, AutomationTriggers.All));
        check.Text("spec.command", spec.Command, 1, 32768);
        check.Set("spec.dependsOn", spec.DependsOn, 50, (field, reference) => check.Text(field, reference ?? "", 1, 128, AutomationRules.ReferencePattern));
        check.Rule("spec", spec.Command is not null || spec.DependsOn is { Count: > 0 }, AutomationRules.CommandOrDependencies);
        check.Rule("spec", spec.DependsOn?.Contains(spec.Reference) != true, AutomationRules.NotItself);
        Variables(check, spec.Env);
        return check.Errors;
    }

    /// <summary>All that is wrong with the execution; empty when it is valid.</summary>
    public static IReadOnlyList<FieldError> Errors(V1alpha1TaskExecution execution)
    {
        var check = new FieldChecks();
        check.Text("spec.taskRef.name", execution.Spec?.TaskRef?.Name ?? "", 1, 253, EnvironmentRules.ClassNamePattern);
        check.OneOf("spec.desiredPhase", execution.Spec?.DesiredPhase, DesiredPhases.Stopped);
        return check.Errors;
    }

    private static void Named(FieldChecks check, EnvironmentReference? environment, string? reference, string? displayName, string? description)
    {
        check.Text("spec.environmentRef.name", environment?.Name ?? "", 1, 63, EnvironmentRules.ClassNamePattern);
        check.Text("spec.reference", reference ?? "", 1, 128, AutomationRules.ReferencePattern);
        check.Text("spec.displayName", displayName, 1, 128);
        check.Text("spec.description", description, 0, 1024);
    }

    private static void Variables(FieldChecks check, IList<EnvironmentVariable>? variables)
    {
        if (variables is null) return;
        check.Count("spec.env", variables.Count, 100);
        check.Rule("spec.env", variables.Select(variable => variable?.Name).Distinct(StringComparer.Ordinal).Count() == variables.Count, "must not have a name twice");
        for (var i = 0; i < variables.Count; i++)
        {
            check.Text($"spec.env[{i}].name", variables[i]?.Name ?? "", 1, 256, AutomationRules.VariablePattern);
            check.Rule($"spec.env[{i}].name", variables[i]?.Name?.StartsWith("ENVIRONS_", StringComparison.Ordinal) != true, AutomationRules.OwnVariables);
            check.Text($"spec.env[{i}].value", variables[i]?.Value, 0, 32768);
        }
    }
}
