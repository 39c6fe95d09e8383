namespace Environs.Supervisor.Processes;

/// <summary>A signal by its Linux number.</summary>
/// <param name="Number">The number, which is the same on all processors that .NET runs on.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Stops">True when it asks the container to stop, rather than to be passed on.</param>
internal sealed record Signal(int Number, string Name, bool Stops)
{
    internal static readonly Signal HangUp = new(1, "SIGHUP", Stops: false);
    internal static readonly Signal Kill = new(9, "SIGKILL", Stops: true);
    internal static readonly Signal ChildEnded = new(17, "SIGCHLD", Stops: false);
    internal static readonly Signal Continue = new(18, "SIGCONT", Stops: false);
    internal static readonly Signal Terminate = new(15, "SIGTERM", Stops: true);

    /// <summary>
    /// kubelet sends what the image says in STOPSIGNAL, whoever is the first process: SIGTERM by default, SIGINT for databases,
    /// SIGQUIT for web servers, SIGRTMIN+3 for systemd.
    /// </summary>
    internal static readonly IReadOnlyList<Signal> Handled =
    [
        HangUp,
        new(2, "SIGINT", Stops: true),
        new(3, "SIGQUIT", Stops: true),
        new(10, "SIGUSR1", Stops: false),
        new(12, "SIGUSR2", Stops: false),
        Terminate,
        new(37, "SIGRTMIN+3", Stops: true),
    ];
}
