namespace Environs.Supervisor.Repositories;

/// <summary>How the supervisor looks at repositories.</summary>
/// <param name="Program">git's file, or its name to look up in PATH.</param>
internal sealed record GitSettings(string Program)
{
    /// <summary>How long one run of git may take.</summary>
    internal TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often it is looked whether git was used, which costs a system call or two for each repository.</summary>
    internal TimeSpan Tick { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Between two looks at the files while they change.</summary>
    internal TimeSpan Shortest { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Between two looks while nothing changes.</summary>
    internal TimeSpan Longest { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>A look that was long is followed by so many times its length without one: 2 % of a core at most.</summary>
    internal int Rest { get; init; } = 50;

    /// <summary>The same, when the user has run git.</summary>
    internal int ShortRest { get; init; } = 10;
}
