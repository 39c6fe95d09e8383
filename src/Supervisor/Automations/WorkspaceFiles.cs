using Environs.Protocol.Supervision;

namespace Environs.Supervisor.Automations;

/// <summary>The files of the workspace that the operator wants to know.</summary>
internal sealed class WorkspaceFiles
{
    private readonly AutomationsWatch automations = new();
    private readonly AutomationsWatch devcontainer = new();

    /// <summary>The automations file as it was seen last; null until it was said where it may lie.</summary>
    internal AutomationsFile? Automations => automations.Seen;

    /// <summary>Looks where the operator says, beginning at once.</summary>
    internal void Watch(Desired desired)
    {
        var folder = desired.ContentFolder.Length > 0 ? desired.ContentFolder : desired.WorkspaceFolder;
        automations.Watch(folder, desired.AutomationsPaths);
        // An operator of an earlier version does not ask.
        if (desired.DevcontainerPaths.Count > 0) devcontainer.Watch(folder, desired.DevcontainerPaths);
    }

    /// <summary>True when one is not what it was.</summary>
    internal bool Look() => automations.Look() | devcontainer.Look();

    internal void FillIn(Report report)
    {
        report.AutomationsFile = automations.Seen;
        report.DevcontainerFile = devcontainer.Seen;
    }
}
