using Environs.Protocol.Supervision;

namespace Environs.Supervisor.Automations;

/// <summary>The files of the workspace that the operator wants to know.</summary>
internal sealed class WorkspaceFiles
{
    private readonly AutomationsWatch automations = new();
    private readonly AutomationsWatch devcontainer = new();
    private volatile string look = "";

    /// <summary>The automations file as it was seen last; null until it was said where it may lie.</summary>
    internal WorkspaceFile? Automations => automations.Seen;

    /// <summary>Looks where the operator says, beginning at once.</summary>
    internal void Watch(Desired desired)
    {
        var folder = desired.ContentFolder.Length > 0 ? desired.ContentFolder : desired.WorkspaceFolder;
        automations.Watch(folder, desired.AutomationsPaths);
        // An operator of an earlier version does not ask.
        if (desired.DevcontainerPaths.Count > 0) devcontainer.Watch(folder, desired.DevcontainerPaths);
        // After the look, which it is the proof of.
        look = desired.DevcontainerLook;
    }

    /// <summary>True when one is not what it was.</summary>
    internal bool Look() => automations.Look() | devcontainer.Look();

    internal void FillIn(Report report)
    {
        // Before the file, which may be newer than it says and never older.
        report.DevcontainerLook = look;
        report.AutomationsFile = automations.Seen;
        report.DevcontainerFile = devcontainer.Seen;
    }
}
