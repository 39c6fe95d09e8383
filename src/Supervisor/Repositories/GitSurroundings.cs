using System.Globalization;

namespace Environs.Supervisor.Repositories;

/// <summary>The variables with which git looks at a repository of somebody else and neither runs, nor writes, nor fetches anything. Pure.</summary>
/// <remarks>
/// A repository's configuration names programs. Those whose names are known are switched off here; filters have names of the user's choice
/// and are switched off by those names. Who changes them between our looking for them and our looking at the files gains nothing: whoever
/// can, can run what they like in this container anyway.
/// </remarks>
internal static class GitSurroundings
{
    private static readonly (string Name, string Value)[] Always =
    [
        ("PATH", Environment.GetEnvironmentVariable("PATH") ?? "/usr/local/bin:/usr/bin:/bin"),
        ("LC_ALL", "C"),
        // Neither a user's configuration nor that of the image.
        ("HOME", "/nonexistent"),
        ("GIT_CONFIG_NOSYSTEM", "1"),
        ("GIT_CONFIG_GLOBAL", "/dev/null"),
        // The index and its lock are the user's.
        ("GIT_OPTIONAL_LOCKS", "0"),
        // Nobody is asked for an object that is missing: no transport has this name, and newer versions know the second.
        ("GIT_ALLOW_PROTOCOL", "none"),
        ("GIT_NO_LAZY_FETCH", "1"),
        ("GIT_TERMINAL_PROMPT", "0"),
        ("GIT_ASKPASS", ""),
        ("GIT_PAGER", "cat"),
    ];

    private static readonly (string Name, string Value)[] Settings =
    [
        ("safe.directory", "*"),
        ("core.fsmonitor", "false"),
        ("core.hooksPath", "/dev/null"),
        ("core.sshCommand", "false"),
        ("core.alternateRefsCommand", "false"),
        ("credential.helper", ""),
        ("log.showSignature", "false"),
        ("status.submoduleSummary", "false"),
        ("status.showStash", "false"),
        ("status.renames", "true"),
        // Comparing each with each takes the square of the time.
        ("diff.renameLimit", "200"),
    ];

    /// <param name="folder">Folder of the repository, above which none is looked for.</param>
    /// <param name="filters">Names of the filters that the repository's configuration knows.</param>
    internal static IEnumerable<(string Name, string Value)> Of(string folder, IEnumerable<string> filters)
    {
        (string Name, string Value)[] settings =
        [
            .. Settings,
            .. filters.SelectMany(filter => ((string, string)[])[($"filter.{filter}.clean", ""), ($"filter.{filter}.process", ""), ($"filter.{filter}.required", "false")]),
        ];
        return
        [
            .. Always,
            ("GIT_CEILING_DIRECTORIES", Path.GetDirectoryName(folder) ?? "/"),
            ("GIT_CONFIG_COUNT", settings.Length.ToString(CultureInfo.InvariantCulture)),
            .. settings.Select((setting, i) => ($"GIT_CONFIG_KEY_{i}", setting.Name)),
            .. settings.Select((setting, i) => ($"GIT_CONFIG_VALUE_{i}", setting.Value)),
        ];
    }
}
