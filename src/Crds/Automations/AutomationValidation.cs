namespace Environs.Crds;

/// <summary>What the schemas and their rules say of a Service, a Task and a TaskExecution, for those that an API server without CEL let in.</summary>
/// <remarks>Only where the webhook is asked is an object compared with what it was before: an old server cannot be made to remember.</remarks>
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
        check.Needed("spec.commands.start", spec.Commands?.Start, 32768, AutomationRules.ScriptPattern);
        check.Text("spec.commands.ready", spec.Commands?.Ready, 1, 32768, AutomationRules.ScriptPattern);
        check.Text("spec.commands.stop", spec.Commands?.Stop, 1, 32768, AutomationRules.ScriptPattern);
        check.OneOf("spec.desiredPhase", spec.DesiredPhase, DesiredPhases.Running, DesiredPhases.Stopped);
        check.Text("spec.session", spec.Session, 0, 256, AutomationRules.SessionPattern);
        Place(check, spec.RunsOn);
        Variables(check, spec.Env);
        check.Text("spec.readinessTimeout", spec.ReadinessTimeout, 2, 32);
        check.Rule("spec.readinessTimeout", spec.ReadinessTimeout is not { } timeout || Durations.Parse(timeout) <= TimeSpan.FromHours(24), AutomationRules.Timeout);
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
        check.Text("spec.command", spec.Command, 1, 32768, AutomationRules.ScriptPattern);
        check.Set("spec.dependsOn", spec.DependsOn, 50, (field, reference) => check.Text(field, reference, 1, 128, AutomationRules.ReferencePattern));
        check.Rule("spec", spec.Command is not null || spec.DependsOn is { Count: > 0 }, AutomationRules.CommandOrDependencies);
        check.Rule("spec", spec.DependsOn?.Contains(spec.Reference) != true, AutomationRules.NotItself);
        Place(check, spec.RunsOn);
        Variables(check, spec.Env);
        return check.Errors;
    }

    /// <summary>All that is wrong with the execution; empty when it is valid.</summary>
    public static IReadOnlyList<FieldError> Errors(V1alpha1TaskExecution execution)
    {
        var check = new FieldChecks();
        if (execution.Spec is not { } spec)
        {
            check.Rule("spec", false, "must be set");
            return check.Errors;
        }
        check.Needed("spec.taskRef.name", spec.TaskRef?.Name, 253, EnvironmentRules.ClassNamePattern);
        check.OneOf("spec.desiredPhase", spec.DesiredPhase, DesiredPhases.Stopped);
        return check.Errors;
    }

    /// <summary>What must not become of a service; empty when nothing of it has.</summary>
    public static IReadOnlyList<FieldError> Changes(V1alpha1Service before, V1alpha1Service after) =>
        Changes(before.Spec?.EnvironmentRef, before.Spec?.Reference, after.Spec?.EnvironmentRef, after.Spec?.Reference);

    /// <summary>What must not become of a task; empty when nothing of it has.</summary>
    public static IReadOnlyList<FieldError> Changes(V1alpha1Task before, V1alpha1Task after) =>
        Changes(before.Spec?.EnvironmentRef, before.Spec?.Reference, after.Spec?.EnvironmentRef, after.Spec?.Reference);

    /// <summary>What must not become of an execution; empty when nothing of it has.</summary>
    public static IReadOnlyList<FieldError> Changes(V1alpha1TaskExecution before, V1alpha1TaskExecution after)
    {
        var check = new FieldChecks();
        check.Rule("spec", before.Spec?.TaskRef?.Name == after.Spec?.TaskRef?.Name, AutomationRules.TaskIsImmutable);
        check.Rule("spec", before.Spec?.DesiredPhase is null || after.Spec?.DesiredPhase is not null, AutomationRules.StopIsFinal);
        return check.Errors;
    }

    private static IReadOnlyList<FieldError> Changes(EnvironmentReference? environment, string? reference, EnvironmentReference? newEnvironment, string? newReference)
    {
        var check = new FieldChecks();
        check.Rule("spec", environment?.Name == newEnvironment?.Name, AutomationRules.EnvironmentIsImmutable);
        check.Rule("spec", reference == newReference, AutomationRules.ReferenceIsImmutable);
        return check.Errors;
    }

    private static void Named(FieldChecks check, EnvironmentReference? environment, string? reference, string? displayName, string? description)
    {
        check.Needed("spec.environmentRef.name", environment?.Name, 63, EnvironmentRules.ClassNamePattern);
        check.Needed("spec.reference", reference, 128, AutomationRules.ReferencePattern);
        check.Text("spec.displayName", displayName, 1, 128);
        check.Text("spec.description", description, 0, 1024);
    }

    private static void Place(FieldChecks check, RunsOn? runsOn)
    {
        check.Rule("spec.runsOn", runsOn is null || (runsOn.Machine is null) != (runsOn.Docker is null), AutomationRules.OnePlace);
        if (runsOn?.Docker is not { } docker) return;
        check.Needed("spec.runsOn.docker.image", docker.Image, 512, EnvironmentRules.ImagePattern);
        if (docker.Environment is not { } variables || !check.Count("spec.runsOn.docker.environment", variables.Count, 100)) return;
        check.Rule("spec.runsOn", variables.All(variable => variable?.StartsWith("ENVIRONS_", StringComparison.Ordinal) != true), AutomationRules.OwnAssignments);
        check.Rule("spec.runsOn", variables.Sum(variable => FieldChecks.Length(variable ?? "")) <= 65536, AutomationRules.AssignmentsTogether);
        for (var i = 0; i < variables.Count; i++) check.Needed($"spec.runsOn.docker.environment[{i}]", variables[i], 33024, AutomationRules.AssignmentPattern);
    }

    private static void Variables(FieldChecks check, IList<EnvironmentVariable>? variables)
    {
        if (variables is null || !check.Count("spec.env", variables.Count, 100)) return;
        check.Distinct("spec.env", variables.Select(variable => variable?.Name));
        check.Rule("spec.env", variables.All(variable => variable?.Name?.StartsWith("ENVIRONS_", StringComparison.Ordinal) != true), AutomationRules.OwnVariables);
        check.Rule("spec.env", variables.Sum(variable => FieldChecks.Length(variable?.Value ?? "")) <= 65536, AutomationRules.VariablesTogether);
        check.Rule("spec.env", variables.All(variable => variable?.ValueFrom is null || string.IsNullOrEmpty(variable.Value)), AutomationRules.OneSource);
        for (var i = 0; i < variables.Count; i++)
        {
            check.Needed($"spec.env[{i}].name", variables[i]?.Name, 256, AutomationRules.VariablePattern);
            check.Text($"spec.env[{i}].value", variables[i]?.Value, 0, 32768, AutomationRules.ScriptPattern);
            if (variables[i]?.ValueFrom is { } source) SecretValidation.Reference(check, $"spec.env[{i}].valueFrom.secretKeyRef", source.SecretKeyRef);
        }
    }
}
