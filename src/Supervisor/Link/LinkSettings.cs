namespace Environs.Supervisor.Link;

/// <summary>What the link to the operator is told by its surroundings, and its limits.</summary>
/// <param name="Folder">Where the operator's address, its CAs, our token and what it has git include lie.</param>
/// <param name="Container">Name of our container in its pod.</param>
internal sealed record LinkSettings(string Folder, string Container)
{
    /// <summary>What the operator has git include; it need not be there.</summary>
    internal string GitConfiguration => Path.Combine(Folder, "gitconfig");

    /// <summary>How long changes are gathered before they are told at once.</summary>
    internal TimeSpan Gather { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Least time between two reports that nobody waits for.</summary>
    internal TimeSpan Spacing { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often missing files are looked for.</summary>
    internal TimeSpan Look { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often the automations file is looked at.</summary>
    internal TimeSpan LookAtAutomations { get; init; } = TimeSpan.FromSeconds(2);

    internal TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(0.5);

    internal TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The pause while a question waits for the connection, where the other would be longer.</summary>
    internal TimeSpan PauseWhenAsked { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>A stream that lived this long was a good one: what comes after it begins with the first pause again.</summary>
    internal TimeSpan GoodLife { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often in a row a replica that does not lead is left for another one at once; a Service spreads the dials.</summary>
    internal int QuickTries { get; init; } = 8;

    internal TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a connection may be silent before it is tried, and how long the answer may take; a cut network says nothing.</summary>
    internal TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(60);

    internal TimeSpan KeepAliveTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long the last report and the goodbye may take.</summary>
    internal TimeSpan Farewell { get; init; } = TimeSpan.FromSeconds(1);

    internal static LinkSettings FromEnvironment() => new(Text("ENVIRONS_OPERATOR", "/environs/operator"), Text("ENVIRONS_CONTAINER", "dev"));

    private static string Text(string name, string absent) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : absent;
}
