namespace Environs.Crds;

/// <summary>The rules of services, tasks and executions that a schema cannot say; see <see cref="EnvironmentRules"/>.</summary>
public static class AutomationRules
{
    internal const string ReferencePattern = "^[a-zA-Z0-9_-]+$";
    internal const string VariablePattern = "^[A-Za-z_][A-Za-z0-9_]*$";
    internal const string AssignmentPattern = @"^[A-Za-z_][A-Za-z0-9_]{0,255}=[^\x00]*$";
    // What a program is given ends at the first NUL.
    internal const string ScriptPattern = @"^[^\x00]*$";
    // Nothing that char.IsControl knows: the operator takes no name with one from a supervisor, which repeats the session.
    internal const string SessionPattern = @"^[^\x00-\x1f\x7f-\x9f]*$";
    // Hours, minutes, seconds and milliseconds, each at most once, as people write them.
    internal const string DurationPattern = "^([0-9]{1,6}h)?([0-9]{1,6}m)?([0-9]{1,6}s)?([0-9]{1,6}ms)?$";

    internal const string EnvironmentIsImmutableCel = "self.environmentRef.name == oldSelf.environmentRef.name";
    internal const string ReferenceIsImmutableCel = "self.reference == oldSelf.reference";
    internal const string TaskIsImmutableCel = "self.taskRef.name == oldSelf.taskRef.name";
    internal const string StopIsFinalCel = "!has(oldSelf.desiredPhase) || has(self.desiredPhase)";
    internal const string CommandOrDependenciesCel = "has(self.command) || (has(self.dependsOn) && self.dependsOn.size() > 0)";
    internal const string NotItselfCel = "!has(self.dependsOn) || !(self.reference in self.dependsOn)";
    internal const string OwnVariablesCel = "self.all(v, !v.name.startsWith('ENVIRONS_'))";
    internal const string VariablesTogetherCel = "self.map(v, has(v.value) ? v.value.size() : 0).sum() <= 65536";
    internal const string OneSourceCel = "self.all(v, !has(v.valueFrom) || !has(v.value) || v.value.size() == 0)";
    internal const string OnePlaceCel = "has(self.machine) != has(self.docker)";
    internal const string OwnAssignmentsCel = "!has(self.docker) || !has(self.docker.environment) || self.docker.environment.all(v, !v.startsWith('ENVIRONS_'))";
    internal const string AssignmentsTogetherCel = "!has(self.docker) || !has(self.docker.environment) || self.docker.environment.map(v, v.size()).sum() <= 65536";
    // What is no duration at all would end the rule with CEL's own words.
    internal const string TimeoutCel = $"self.size() > 0 && self.matches(r'{DurationPattern}') && duration(self) <= duration('24h')";

    /// <summary>The supervisor's own variables would win anyway.</summary>
    public const string OwnVariables = "must not have a name that begins with ENVIRONS_: those are the supervisor's";

    /// <summary>As of a container's variables.</summary>
    public const string OneSource = "must not have a variable with both value and valueFrom";

    /// <summary>Commands run in one place.</summary>
    public const string OnePlace = "must name one place: machine: {} or docker: {image: NAME}";

    /// <summary>As of env.</summary>
    public const string OwnAssignments = "must not have a variable in docker.environment whose name begins with ENVIRONS_: those are the supervisor's";

    /// <summary>As of env.</summary>
    public const string AssignmentsTogether = "must have at most 65536 characters in all of docker.environment together: keep more than that in a file";

    /// <summary>They are copied into every plan and sent to every new container.</summary>
    public const string VariablesTogether = "must have at most 65536 characters in all values together: keep more than that in a file";

    /// <summary>What runs belongs to one environment.</summary>
    public const string EnvironmentIsImmutable = "environmentRef.name cannot be changed: create another resource for the other environment";

    /// <summary>Others name it by its reference.</summary>
    public const string ReferenceIsImmutable = "reference cannot be changed: create another resource with the reference that you want";

    /// <summary>An execution is of one task.</summary>
    public const string TaskIsImmutable = "taskRef.name cannot be changed: create another TaskExecution for the other task";

    /// <summary>An execution runs once.</summary>
    public const string StopIsFinal = "desiredPhase cannot be taken back: create another TaskExecution to run the task again";

    /// <summary>A task without a command is a name for what it depends on.</summary>
    public const string CommandOrDependencies = "at least one of command and dependsOn must be set";

    /// <summary>The shortest of all cycles.</summary>
    public const string NotItself = "dependsOn must not name the task itself";

    /// <summary>The reference's own limit.</summary>
    public const string Timeout = "must be a duration of at most 24h, such as 90s, 5m or 1h30m; 0s waits for ever";
}
