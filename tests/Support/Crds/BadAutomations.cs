using Environs.Crds;
using static Environs.Support.Specs;

namespace Environs.Support;

/// <summary>One service, task or execution for every rule of their schemas; part of <see cref="BadObjects"/>.</summary>
internal static class BadAutomations
{
    /// <summary>Those that are refused when they are created.</summary>
    public static IReadOnlyList<BadObject> All { get; } =
    [
        .. Common("Service", Service), .. Common("Task", Task), .. Services(), .. Timeouts(), .. Tasks(), .. Executions(),
        .. Scripts("Service", "commands.start", script => Service(With("""{"commands":{"start":"@"}}""", script))),
        .. Scripts("Service", "commands.ready", script => Service(With("""{"commands":{"ready":"@"}}""", script))),
        .. Scripts("Service", "commands.stop", script => Service(With("""{"commands":{"stop":"@"}}""", script))),
        .. Scripts("Task", "command", script => Task(With("""{"command":"@"}""", script))),
        .. Triggers("Service", triggers => Service(With("""{"triggeredBy":@}""", triggers)), "spec.triggeredBy", 5),
        .. Triggers("Task", triggers => Task(With("""{"triggeredBy":@}""", triggers)), "spec.triggeredBy", 6),
    ];

    /// <summary>Those that are refused as a change.</summary>
    public static IReadOnlyList<BadUpdate> Updates { get; } =
    [
        new("a service of another environment", "Service", Service("{}"), Service("""{"environmentRef":{"name":"other"}}"""), "spec", AutomationRules.EnvironmentIsImmutable),
        new("another reference of a service", "Service", Service("{}"), Service("""{"reference":"other"}"""), "spec", AutomationRules.ReferenceIsImmutable),
        new("a task of another environment", "Task", Task("{}"), Task("""{"environmentRef":{"name":"other"}}"""), "spec", AutomationRules.EnvironmentIsImmutable),
        new("another reference of a task", "Task", Task("{}"), Task("""{"reference":"other"}"""), "spec", AutomationRules.ReferenceIsImmutable),
        new("an execution of another task", "TaskExecution", Execution("{}"), Execution("""{"taskRef":{"name":"other"}}"""), "spec", AutomationRules.TaskIsImmutable),
        new("an execution that shall go on after all", "TaskExecution", Execution("""{"desiredPhase":"Stopped"}"""), Execution("{}"), "spec", AutomationRules.StopIsFinal),
    ];

    /// <summary>What is wrong with a list of triggers.</summary>
    /// <param name="kind">Kind of the object.</param>
    /// <param name="spec">Makes its spec from the list as JSON.</param>
    /// <param name="field">Path of the list.</param>
    /// <param name="maximum">Number of triggers that there are.</param>
    public static IEnumerable<BadObject> Triggers(string kind, Func<string, string> spec, string field, int maximum)
    {
        yield return new($"{kind} with a trigger OnFullMoon", kind, spec("""["Manual","OnFullMoon"]"""), $"{field}[1]", "enum");
        yield return new($"{kind} with a trigger of nothing", kind, spec("""[""]"""), $"{field}[0]", "enum");
        yield return new($"{kind} with a trigger that is null", kind, spec("[null]"), $"{field}[0]", "type");
        yield return new($"{kind} with a trigger twice", kind, spec("""["Manual","Manual"]"""), $"{field}[1]", "set");
        yield return new($"{kind} with {maximum + 1} triggers", kind, spec(List(maximum + 1, "\"Manual\"")), field, "maxItems");
    }

    private static string Docker(string environment) => With("""{"runsOn":{"docker":{"image":"redis","environment":@}}}""", environment);

    private static IEnumerable<BadObject> Common(string kind, Func<string, string> with)
    {
        BadObject Bad(string what, string changes, string field, string keyword, string? message = null) =>
            new($"{kind} {what}", kind, with(changes), $"spec.{field}", keyword, message);

        yield return new($"no spec of a {kind}", kind, null, "spec", "required");
        yield return Bad("without environmentRef", """{"environmentRef":null}""", "environmentRef", "required");
        yield return Bad("without environmentRef.name", """{"environmentRef":{"name":null}}""", "environmentRef.name", "required");
        yield return Bad("of an environment without a name", """{"environmentRef":{"name":""}}""", "environmentRef.name", "minLength");
        yield return Bad("of an environment with a name of 64 characters", With("""{"environmentRef":{"name":"@"}}""", Text(64)), "environmentRef.name", "maxLength");
        yield return Bad("of an environment in capitals", """{"environmentRef":{"name":"Hello"}}""", "environmentRef.name", "pattern");
        yield return Bad("that runs nowhere", """{"runsOn":{}}""", "runsOn", "rule", AutomationRules.OnePlace);
        yield return Bad("that runs in two places", """{"runsOn":{"machine":{},"docker":{"image":"redis"}}}""", "runsOn", "rule", AutomationRules.OnePlace);
        yield return Bad("in a pod without an image", """{"runsOn":{"docker":{}}}""", "runsOn.docker.image", "required");
        yield return Bad("in a pod of an empty image", """{"runsOn":{"docker":{"image":""}}}""", "runsOn.docker.image", "minLength");
        yield return Bad("in a pod of an image of 513 characters", With("""{"runsOn":{"docker":{"image":"@"}}}""", Text(513)), "runsOn.docker.image", "maxLength");
        yield return Bad("in a pod of an image like an option", """{"runsOn":{"docker":{"image":"-v"}}}""", "runsOn.docker.image", "pattern");
        yield return Bad("in a pod with 101 variables", Docker(List(101, "\"A=1\"")), "runsOn.docker.environment", "maxItems");
        yield return Bad("in a pod with a variable that is null", Docker("[null]"), "runsOn.docker.environment[0]", "type");
        yield return Bad("in a pod with a variable of one character", Docker("""["A"]"""), "runsOn.docker.environment[0]", "minLength");
        yield return Bad("in a pod with a variable of 33025 characters", Docker(With("""["A=@"]""", Text(33023))), "runsOn.docker.environment[0]", "maxLength");
        foreach (var variable in (string[])["AB", "1A=2", "=2", "A-B=2"])
            yield return Bad($"in a pod with the variable {variable}", Docker(With("""["@"]""", variable)), "runsOn.docker.environment[0]", "pattern");
        yield return Bad("in a pod with a variable of the supervisor's", Docker("""["ENVIRONS_RUN=/"]"""), "runsOn", "rule", AutomationRules.OwnAssignments);
        yield return Bad("in a pod with variables of 65537 characters", Docker(With("""["A=@","B=@"]""", Text(32767))), "runsOn", "rule", AutomationRules.AssignmentsTogether);
        yield return Bad("without reference", """{"reference":null}""", "reference", "required");
        yield return Bad("with an empty reference", """{"reference":""}""", "reference", "minLength");
        yield return Bad("with a reference of 129 characters", With("""{"reference":"@"}""", Text(129)), "reference", "maxLength");
        foreach (var reference in (string[])["a.b", "a b", "../a", "ä", "a\\n"])
            yield return Bad($"with the reference {reference}", With("""{"reference":"@"}""", reference), "reference", "pattern");
        yield return Bad("with an empty displayName", """{"displayName":""}""", "displayName", "minLength");
        yield return Bad("with a displayName of 129 characters", With("""{"displayName":"@"}""", Text(129)), "displayName", "maxLength");
        yield return Bad("with a description of 1025 characters", With("""{"description":"@"}""", Text(1025)), "description", "maxLength");

        yield return Bad("with 101 variables", $$"""{"env":{{List(101, """{"name":"A@"}""")}}}""", "env", "maxItems");
        yield return Bad("with a variable twice", """{"env":[{"name":"A","value":"1"},{"name":"A","value":"2"}]}""", "env[1]", "map");
        yield return Bad("with a variable that is null", """{"env":[null]}""", "env[0]", "type");
        yield return Bad("with a variable without a name", """{"env":[{"value":"1"}]}""", "env[0].name", "required");
        yield return Bad("with a variable whose name is empty", """{"env":[{"name":""}]}""", "env[0].name", "minLength");
        yield return Bad("with a variable whose name has 257 characters", With("""{"env":[{"name":"@"}]}""", Text(257)), "env[0].name", "maxLength");
        foreach (var name in (string[])["1A", "A-B", "A=B", "A B", "Ä"])
            yield return Bad($"with a variable {name}", With("""{"env":[{"name":"@"}]}""", name), "env[0].name", "pattern");
        yield return Bad("with a variable of the supervisor's", """{"env":[{"name":"ENVIRONS_OUTPUT"}]}""", "env", "rule", AutomationRules.OwnVariables);
        yield return Bad("with a value of 32769 characters", With("""{"env":[{"name":"A","value":"@"}]}""", Text(32769)), "env[0].value", "maxLength");
        yield return Bad("with a value with a NUL", """{"env":[{"name":"A","value":"a\u0000b"}]}""", "env[0].value", "pattern");
        yield return Bad(
            "with a value from two places", """{"env":[{"name":"A","value":"1","valueFrom":{"secretKeyRef":{"name":"s","key":"k"}}}]}""", "env", "rule", AutomationRules.OneSource);
        yield return Bad("with a value from nowhere", """{"env":[{"name":"A","valueFrom":{}}]}""", "env[0].valueFrom.secretKeyRef", "required");
        foreach (var (what, reference, member, keyword) in BadSecrets.References)
            yield return Bad($"with a value from {what}", With("""{"env":[{"name":"A","valueFrom":{"secretKeyRef":@}}]}""", reference), $"env[0].valueFrom.secretKeyRef.{member}", keyword);
        yield return Bad(
            "with values of 65537 characters", With("""{"env":[{"name":"A","value":"@"},{"name":"B","value":"@"},{"name":"C","value":"c"}]}""", Text(32768)), "env", "rule",
            AutomationRules.VariablesTogether);
    }

    private static IEnumerable<BadObject> Services()
    {
        yield return new("role Janitor", "Service", Service("""{"role":"Janitor"}"""), "spec.role", "enum");
        yield return new("service triggered before a snapshot", "Service", Service("""{"triggeredBy":["BeforeSnapshot"]}"""), "spec.triggeredBy[0]", "enum");
        yield return new("service without commands", "Service", Service("""{"commands":null}"""), "spec.commands", "required");
        yield return new("service without a start command", "Service", Service("""{"commands":{"start":null,"ready":"true"}}"""), "spec.commands.start", "required");
        yield return new("service that shall be Failed", "Service", Service("""{"desiredPhase":"Failed"}"""), "spec.desiredPhase", "enum");
        yield return new("service with a session of 257 characters", "Service", Service(With("""{"session":"@"}""", Text(257))), "spec.session", "maxLength");
        foreach (var character in (string[])["\\n", "\\u0000", "\\u007f", "\\u0085"])
            yield return new($"service with a session that holds {character}", "Service", Service(With("""{"session":"a@b"}""", character)), "spec.session", "pattern");
    }

    private static IEnumerable<BadObject> Timeouts()
    {
        const string field = "spec.readinessTimeout";
        yield return new("readinessTimeout that is empty", "Service", Service("""{"readinessTimeout":""}"""), field, "minLength");
        yield return new("readinessTimeout of 33 characters", "Service", Service(With("""{"readinessTimeout":"@s"}""", new string('0', 32))), field, "maxLength");
        foreach (var text in (string[])["60", "5 m", "1d", "1.5h", "-1s", "1m1h", "5m\\n", "soon"])
            yield return new($"readinessTimeout {text}", "Service", Service(With("""{"readinessTimeout":"@"}""", text)), field, "pattern");
        foreach (var text in (string[])["25h", "24h1ms", "999999h999999m999999s999999ms"])
            yield return new($"readinessTimeout {text}", "Service", Service(With("""{"readinessTimeout":"@"}""", text)), field, "rule", AutomationRules.Timeout);
    }

    private static IEnumerable<BadObject> Tasks()
    {
        yield return new("task of nothing", "Task", Task("""{"command":null}"""), "spec", "rule", AutomationRules.CommandOrDependencies);
        yield return new("task of no dependencies", "Task", Task("""{"command":null,"dependsOn":[]}"""), "spec", "rule", AutomationRules.CommandOrDependencies);
        yield return new("task that depends on itself", "Task", Task("""{"dependsOn":["web","build"]}"""), "spec", "rule", AutomationRules.NotItself);
        yield return new("task that depends on 51", "Task", Task($$"""{"dependsOn":{{List(51, "\"a@\"")}}}"""), "spec.dependsOn", "maxItems");
        yield return new("task that depends on one twice", "Task", Task("""{"dependsOn":["web","web"]}"""), "spec.dependsOn[1]", "set");
        yield return new("task that depends on null", "Task", Task("""{"dependsOn":[null]}"""), "spec.dependsOn[0]", "type");
        yield return new("task that depends on nothing", "Task", Task("""{"dependsOn":[""]}"""), "spec.dependsOn[0]", "minLength");
        yield return new("task that depends on 129 characters", "Task", Task(With("""{"dependsOn":["@"]}""", Text(129))), "spec.dependsOn[0]", "maxLength");
        yield return new("task that depends on a.b", "Task", Task("""{"dependsOn":["a.b"]}"""), "spec.dependsOn[0]", "pattern");
    }

    private static IEnumerable<BadObject> Executions()
    {
        yield return new("no spec of an execution", "TaskExecution", null, "spec", "required");
        yield return new("execution without taskRef", "TaskExecution", "{}", "spec.taskRef", "required");
        yield return new("execution without taskRef.name", "TaskExecution", """{"taskRef":{}}""", "spec.taskRef.name", "required");
        yield return new("execution of a task without a name", "TaskExecution", Execution("""{"taskRef":{"name":""}}"""), "spec.taskRef.name", "minLength");
        yield return new("execution of a task of 254 characters", "TaskExecution", Execution(With("""{"taskRef":{"name":"@"}}""", Text(254))), "spec.taskRef.name", "maxLength");
        yield return new("execution of a task in capitals", "TaskExecution", Execution("""{"taskRef":{"name":"Build"}}"""), "spec.taskRef.name", "pattern");
        yield return new("execution that shall be Running", "TaskExecution", Execution("""{"desiredPhase":"Running"}"""), "spec.desiredPhase", "enum");
    }

    private static IEnumerable<BadObject> Scripts(string kind, string field, Func<string, string> spec)
    {
        yield return new($"{kind} whose {field} is empty", kind, spec(""), $"spec.{field}", "minLength");
        yield return new($"{kind} whose {field} has 32769 characters", kind, spec(Text(32769)), $"spec.{field}", "maxLength");
        yield return new($"{kind} whose {field} has a NUL", kind, spec("a\\u0000b"), $"spec.{field}", "pattern");
    }
}
