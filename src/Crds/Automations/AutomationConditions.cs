namespace Environs.Crds;

/// <summary>Types of the conditions of a Service, a Task and a TaskExecution: a closed set for each kind, all always present.</summary>
public static class AutomationConditions
{
    /// <summary>The spec is valid and what it refers to is there.</summary>
    public const string Accepted = "Accepted";

    /// <summary>Of a TaskExecution: it is over, well or not.</summary>
    public const string Finished = "Finished";

    /// <summary>The summary: a service runs and is ready, a task can be run, an execution has succeeded.</summary>
    public const string Ready = "Ready";

    /// <summary>Nothing will get better until a person changes something; the name and meaning are kstatus'.</summary>
    public const string Stalled = "Stalled";
}
