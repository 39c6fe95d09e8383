using Environs.Protocol.Supervision;
using Environs.Supervisor.Automations;

namespace Environs.Supervisor.Init;

/// <summary>Looks for the devcontainer.json of a repository.</summary>
internal static class DevcontainerFiles
{
    private static readonly string[] Usual = [".devcontainer/devcontainer.json", ".devcontainer.json", ".devcontainer/*/devcontainer.json"];

    /// <summary>The file, or what is wrong with it; null when there is none and none was asked for.</summary>
    /// <param name="repository">Folder of the repository.</param>
    /// <param name="path">Path below it; empty for the usual ones.</param>
    internal static WorkspaceFile? Find(string repository, string path)
    {
        var watch = new AutomationsWatch();
        watch.Watch(repository, path.Length > 0 ? [path] : Usual);
        return watch.Seen is { Path: "", Problem: "" } && path.Length == 0 ? null : watch.Seen;
    }
}
