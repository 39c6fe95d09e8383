using System.Text;
using Environs.Crds;
using Environs.Operator.Automations;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Environs.Operator.AutomationsFile;

/// <summary>Reads an automations file strictly: what it does not know is an error with line and column. Pure.</summary>
/// <remarks>The format is that of https://ona.com/docs/ona/reference/automations-yaml-schema; JSON is YAML, too.</remarks>
internal static class AutomationsFileReader
{
    private const int MostErrors = 10;

    private static readonly string[] TopFields = ["services", "tasks"];
    private static readonly string[] ServiceFields = ["name", "description", "role", "commands", "triggeredBy", "runsOn", "readinessTimeout"];
    private static readonly string[] CommandFields = ["start", "ready", "stop"];
    private static readonly string[] TaskFields = ["name", "description", "command", "dependsOn", "triggeredBy", "runsOn", "prebuildRequiresSuccess"];

    private static readonly string[] PlaceFields = ["machine", "docker"];
    private static readonly string[] DockerFields = ["image", "environment"];

    private static readonly Dictionary<string, string> Triggers = new()
    {
        ["manual"] = AutomationTriggers.Manual,
        ["postMachineStart"] = AutomationTriggers.PostMachineStart,
        ["postDevcontainerStart"] = AutomationTriggers.PostDevcontainerStart,
        ["postEnvironmentStart"] = AutomationTriggers.PostEnvironmentStart,
        ["prebuild"] = AutomationTriggers.Prebuild,
        ["beforeSnapshot"] = AutomationTriggers.BeforeSnapshot,
    };

    private static readonly Dictionary<string, string?> Roles = new()
    {
        [""] = null,
        ["default"] = ServiceRoles.Default,
        ["editor"] = ServiceRoles.Editor,
        ["ai-agent"] = ServiceRoles.AiAgent,
    };

    public static AutomationsDocument Read(ReadOnlyMemory<byte> content)
    {
        var (services, tasks, errors, warnings) = (new List<ServiceSpec>(), new List<TaskSpec>(), new List<string>(), new List<string>());
        var text = "";
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(content.Span).TrimStart('\uFEFF');
            var yaml = new YamlStream();
            if (YamlShape.Problem(text) is { } problem) errors.Add(problem);
            else yaml.Load(new StringReader(text));
            if (yaml.Documents.Count > 1) errors.Add($"{YamlFields.At(yaml.Documents[1].RootNode)}: the file must be one document.");
            else if (yaml.Documents.Count == 1) Document(yaml.Documents[0].RootNode, services, tasks, errors, warnings);
        }
        catch (YamlException e)
        {
            errors.Add(Tab(text) ?? $"line {e.Start.Line}, column {e.Start.Column}: the file is no YAML: {e.Message}");
        }
        catch (DecoderFallbackException)
        {
            errors.Add("line 1, column 1: the file is no text in UTF-8.");
        }
        return errors.Count == 0
            ? new AutomationsDocument(services, tasks, errors, warnings)
            : new AutomationsDocument([], [], errors.Count <= MostErrors ? errors : [.. errors.Take(MostErrors), $"and {errors.Count - MostErrors} more"], []);
    }

    // The commonest mistake, of which the parser says something else, and of another line.
    private static string? Tab(string text)
    {
        var (line, column) = (1, 1);
        foreach (var c in text)
        {
            if (c == '\t' && column > 0) return $"line {line}, column {column}: the file is no YAML: lines must not be indented with tabs.";
            if (c == '\n') (line, column) = (line + 1, 1);
            else column = c == ' ' && column > 0 ? column + 1 : 0;
        }
        return null;
    }

    private static void Document(YamlNode root, List<ServiceSpec> services, List<TaskSpec> tasks, List<string> errors, List<string> warnings)
    {
        if (YamlFields.Of(root, "the file", errors, TopFields) is not { } top) return;
        var (allServices, allTasks) = (YamlFields.Of(top.Node("services"), "services", errors, null), YamlFields.Of(top.Node("tasks"), "tasks", errors, null));
        // Before any of them is built: with aliases a small file can define more than fits into memory.
        if ((allServices?.Count ?? 0) + (allTasks?.Count ?? 0) is var count and > AutomationScope.MostDefinitions)
        {
            errors.Add($"{YamlFields.At(root)}: the file has {count} services and tasks; {AutomationScope.MostDefinitions} are allowed.");
            return;
        }
        foreach (var (reference, key, value) in allServices?.All ?? [])
        {
            if (Service(reference, value, errors) is not { } service) continue;
            services.Add(service);
            Check(key, $"service \"{reference}\"", AutomationValidation.Errors(new V1alpha1Service { Spec = service }), errors);
            if (service.TriggeredBy is null) warnings.Add($"Service \"{reference}\" has no triggeredBy: nothing starts it by itself.");
        }
        foreach (var (reference, key, value) in allTasks?.All ?? [])
        {
            if (Task(reference, value, errors, warnings) is not { } task) continue;
            tasks.Add(task);
            Check(key, $"task \"{reference}\"", AutomationValidation.Errors(new V1alpha1Task { Spec = task }), errors);
            if (services.Any(service => service.Reference == reference)) errors.Add($"{YamlFields.At(key)}: \"{reference}\" is a service already; a task needs a reference of its own.");
        }
    }

    private static ServiceSpec? Service(string reference, YamlNode value, List<string> errors)
    {
        var what = $"service \"{reference}\"";
        if (YamlFields.Of(value, what, errors, ServiceFields) is not { } fields) return null;
        Named(fields, value, what, errors);
        var commands = YamlFields.Of(fields.Node("commands"), $"commands of {what}", errors, CommandFields);
        if (commands?.Text("start") is null) errors.Add($"{YamlFields.At(fields.Node("commands") ?? value)}: {what} must have commands.start.");
        var role = fields.Text("role") ?? "";
        if (!Roles.ContainsKey(role)) errors.Add($"{YamlFields.At(fields.Node("role")!)}: role of {what} must be one of default, editor, ai-agent, not \"{role}\".");
        return new ServiceSpec
        {
            EnvironmentRef = Unset,
            Reference = reference,
            DisplayName = fields.Text("name"),
            Description = fields.Text("description"),
            Role = Roles.GetValueOrDefault(role),
            TriggeredBy = TriggeredBy(fields, what, errors),
            RunsOn = RunsOn(fields, what, errors),
            Commands = new ServiceCommands { Start = commands?.Text("start") ?? "-", Ready = commands?.Text("ready"), Stop = commands?.Text("stop") },
            ReadinessTimeout = fields.Text("readinessTimeout"),
        };
    }

    private static TaskSpec? Task(string reference, YamlNode value, List<string> errors, List<string> warnings)
    {
        var what = $"task \"{reference}\"";
        if (YamlFields.Of(value, what, errors, TaskFields) is not { } fields) return null;
        Named(fields, value, what, errors);
        if (fields.Text("prebuildRequiresSuccess") is { } requires)
        {
            if (requires is not ("true" or "false")) errors.Add($"{YamlFields.At(fields.Node("prebuildRequiresSuccess")!)}: prebuildRequiresSuccess of {what} must be true or false.");
            else warnings.Add($"prebuildRequiresSuccess of {what} has no effect yet: there are no prebuilds.");
        }
        return new TaskSpec
        {
            EnvironmentRef = Unset,
            Reference = reference,
            DisplayName = fields.Text("name"),
            Description = fields.Text("description"),
            Command = fields.Text("command"),
            DependsOn = fields.Texts("dependsOn") is { Count: > 0 } references ? [.. references.Select(one => one.Text)] : null,
            TriggeredBy = TriggeredBy(fields, what, errors),
            RunsOn = RunsOn(fields, what, errors),
        };
    }

    // Valid for the checks; the environment is named when the objects are made.
    private static EnvironmentReference Unset => new() { Name = "x" };

    private static void Named(YamlFields fields, YamlNode value, string what, List<string> errors)
    {
        if (string.IsNullOrEmpty(fields.Text("name"))) errors.Add($"{YamlFields.At(value)}: {what} must have a name.");
    }

    /// <summary>The place that the file names; null for the dev container.</summary>
    private static RunsOn? RunsOn(YamlFields fields, string what, List<string> errors)
    {
        if (fields.Node("runsOn") is not { } node || YamlFields.IsNull(node) || YamlFields.Of(node, $"runsOn of {what}", errors, PlaceFields) is not { } place) return null;
        if (place.Count != 1)
        {
            errors.Add($"{YamlFields.At(node)}: runsOn of {what} must name one place: machine: {{}}, or docker: with an image.");
            return null;
        }
        return place.Node("docker") is { } docker ? Docker(docker, what, errors) : place.Node("machine") is { } machine ? Machine(machine, what, errors) : null;
    }

    private static RunsOn? Machine(YamlNode machine, string what, List<string> errors)
    {
        // Without it, "machine:" could be meant either way.
        if (YamlFields.IsNull(machine)) errors.Add($"{YamlFields.At(machine)}: machine of runsOn of {what} must be {{}}.");
        return YamlFields.Of(machine, $"machine of runsOn of {what}", errors, []) is null ? null : new RunsOn { Machine = new() };
    }

    private static RunsOn? Docker(YamlNode docker, string what, List<string> errors)
    {
        if (YamlFields.Of(docker, $"docker of runsOn of {what}", errors, DockerFields) is not { } fields) return null;
        if (string.IsNullOrEmpty(fields.Text("image")))
        {
            errors.Add($"{YamlFields.At(docker)}: docker of runsOn of {what} must have an image.");
            return null;
        }
        return new RunsOn
        {
            Docker = new() { Image = fields.Text("image")!, Environment = fields.Texts("environment") is { Count: > 0 } variables ? [.. variables.Select(one => one.Text)] : null },
        };
    }

    private static List<string>? TriggeredBy(YamlFields fields, string what, List<string> errors)
    {
        if (fields.Texts("triggeredBy") is not { Count: > 0 } given) return null;
        foreach (var (text, node) in given.Where(one => !Triggers.ContainsKey(one.Text)))
            errors.Add($"{YamlFields.At(node)}: triggeredBy of {what} must be of {string.Join(", ", Triggers.Keys)}, not \"{text}\".");
        return [.. given.Select(one => Triggers.GetValueOrDefault(one.Text)).OfType<string>().Distinct()];
    }

    private static void Check(YamlNode key, string what, IReadOnlyList<FieldError> found, List<string> errors)
    {
        foreach (var error in found) errors.Add($"{YamlFields.At(key)}: {what}: {InFile(error.Field)}: {error.Message}.");
    }

    // The kinds' words for what the file calls otherwise.
    private static string InFile(string field) => field switch
    {
        "spec.reference" => "its key",
        "spec.displayName" => "name",
        _ => field.StartsWith("spec.", StringComparison.Ordinal) ? field["spec.".Length..] : "it",
    };
}
