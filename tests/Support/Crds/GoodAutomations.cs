using static Environs.Support.Specs;

namespace Environs.Support;

/// <summary>Services, tasks and executions that must be taken; part of <see cref="GoodObjects"/>.</summary>
internal static class GoodAutomations
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<GoodObject> All { get; } = [.. Services(), .. Tasks(), .. Executions()];

    private static IEnumerable<GoodObject> Services()
    {
        yield return new("the least of a service", "Service", Service("{}"));
        yield return new("a service at its limits", "Service", $$"""
            {"environmentRef":{"name":"{{Text(63)}}"},"reference":"{{Text(128)}}","displayName":"{{Text(128)}}","description":"{{Text(1024)}}","role":"SecurityAgent",
             "triggeredBy":["Manual","PostMachineStart","PostDevcontainerStart","PostEnvironmentStart","Prebuild"],
             "commands":{"start":"{{Text(32768)}}","ready":"{{Text(32768)}}","stop":"{{Text(32768)}}"},
             "desiredPhase":"Running","session":"{{Text(256)}}","env":{{Variables}},"readinessTimeout":"000023h000059m000059s000999ms"}
            """);
        yield return new("a start command of 32768 rockets", "Service", Service(With("""{"commands":{"start":"@"}}""", string.Concat(Enumerable.Repeat("🚀", 32768)))));
        yield return new("a start command of two lines", "Service", Service("""{"commands":{"start":"cd web\nexec npm start\n"}}"""));
        yield return new("a service of no triggers and no variables", "Service", Service("""{"triggeredBy":[],"env":[],"session":"","description":""}"""));
        yield return new("a session in another script", "Service", Service("""{"session":"zweite Sitzung: ü, 🚀\u00a0"}"""));
        yield return new("a service in a pod of its own", "Service", Service("""{"runsOn":{"docker":{"image":"registry.example.com/redis:7","environment":["A=","B=x=y z"]}}}"""));
        yield return new("a service in machine", "Service", Service("""{"runsOn":{"machine":{}}}"""));
        yield return new("a service that shall not run", "Service", Service("""{"desiredPhase":"Stopped"}"""));
        yield return new("a variable without a value", "Service", Service("""{"env":[{"name":"_"},{"name":"A_1","value":""}]}"""));
        yield return new("a variable from a secret", "Service", Service("""{"env":[{"name":"A","valueFrom":{"secretKeyRef":{"name":"s","key":"k","optional":true}}},{"name":"B","value":"","valueFrom":{"secretKeyRef":{"name":"s","key":".k"}}}]}"""));
        foreach (var role in (string[])["Default", "Editor", "AiAgent"])
            yield return new($"role {role}", "Service", Service(With("""{"role":"@"}""", role)));
        foreach (var timeout in (string[])["0s", "0ms", "90s", "5m", "1h30m", "24h", "1440m", "86400s", "999999ms"])
            yield return new($"a readinessTimeout of {timeout}", "Service", Service(With("""{"readinessTimeout":"@"}""", timeout)));
        foreach (var reference in (string[])["a", "-", "Web_Server-2"])
            yield return new($"a service {reference}", "Service", Service(With("""{"reference":"@"}""", reference)));
    }

    private static IEnumerable<GoodObject> Tasks()
    {
        yield return new("the least of a task", "Task", Task("{}"));
        yield return new("a task at its limits", "Task", $$"""
            {"environmentRef":{"name":"{{Text(63)}}"},"reference":"{{Text(128)}}","displayName":"{{Text(128)}}","description":"{{Text(1024)}}",
             "triggeredBy":["Manual","PostMachineStart","PostDevcontainerStart","PostEnvironmentStart","Prebuild","BeforeSnapshot"],
             "command":"{{Text(32768)}}","dependsOn":{{List(50, $"\"@{Text(126)}\"")}},"env":{{Variables}}}
            """);
        yield return new("a task that only names others", "Task", Task("""{"command":null,"dependsOn":["lint","test"]}"""));
        yield return new("a task in a pod of its own", "Task", Task("""{"runsOn":{"docker":{"image":"redis"}}}"""));
        yield return new("a task in machine", "Task", Task("""{"runsOn":{"machine":{}}}"""));
        yield return new("a task whose command is spaces", "Task", Task("""{"command":"  ","dependsOn":[]}"""));
    }

    private static IEnumerable<GoodObject> Executions()
    {
        yield return new("an execution", "TaskExecution", Execution("{}"));
        yield return new("an execution at its limits", "TaskExecution", $$"""{"taskRef":{"name":"{{Text(253)}}"},"desiredPhase":"Stopped"}""");
    }

    private static string Variables => $$"""
        [{"name":"{{Text(256)}}","value":"{{Text(32768)}}"},{"name":"B","value":"{{Text(32670)}}"},{{List(98, """{"name":"C@","value":"c"}""")[1..]}}
        """;
}
