using System.Text.RegularExpressions;

namespace Environs.Operator.Devcontainers;

/// <summary>Puts in what a file's <c>${…}</c> stand for; those that it does not know, as a shell's own, stay. Pure.</summary>
internal static partial class DevcontainerVariables
{
    /// <param name="text">The text.</param>
    /// <param name="place">Where the container comes up.</param>
    /// <param name="workspaceFolder">Folder that is opened in it.</param>
    public static string Expand(string text, DevcontainerPlace place, string workspaceFolder) => Variable().Replace(text, found => found.Groups["name"].Value switch
    {
        "localWorkspaceFolder" => place.ContentFolder,
        "localWorkspaceFolderBasename" => Basename(place.ContentFolder),
        "containerWorkspaceFolder" => workspaceFolder,
        "containerWorkspaceFolderBasename" => Basename(workspaceFolder),
        "devcontainerId" => place.Id,
        // There is no local machine: what is asked of it is not set.
        "localEnv" or "env" when found.Groups["of"].Success => found.Groups["default"].Value,
        _ => found.Value,
    });

    /// <summary>Whether only the running container can tell what it stands for.</summary>
    public static bool AsksContainer(string text) => text.Contains("${containerEnv:", StringComparison.Ordinal);

    private static string Basename(string folder) => folder.TrimEnd('/')[(folder.TrimEnd('/').LastIndexOf('/') + 1)..];

    [GeneratedRegex(@"\$\{(?<name>[A-Za-z]+)(:(?<of>[^:}]*)(:(?<default>[^}]*))?)?\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Variable();
}
