namespace Environs.Supervisor.Answering;

/// <summary>Where the supervisor of a container listens for what is asked in it.</summary>
internal static class RequestSocket
{
    /// <summary>Variable by which a command of the supervisor's finds it.</summary>
    internal const string Variable = "ENVIRONS_SOCKET";

    /// <summary>Of each container its own: they share the folder.</summary>
    internal static string In(string folder, string container) => Path.Combine(folder, $"{container}.sock");

    /// <summary>That of the container that this process runs in, whoever has started it.</summary>
    internal static string OfThisContainer() => Text(Variable) ?? In(Text("ENVIRONS_RUN") ?? "/environs/run", Text("ENVIRONS_CONTAINER") ?? "dev");

    private static string? Text(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
