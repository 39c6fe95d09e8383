namespace Environs.Supervisor.Commands;

/// <summary>What every command works with.</summary>
/// <param name="Asker">The way to the supervisor.</param>
/// <param name="Terminal">Where it says things.</param>
/// <param name="OpenOutput">Opens the output for bytes.</param>
/// <param name="Time">The clock.</param>
internal sealed record CommandTools(Asker Asker, Terminal Terminal, Func<Stream> OpenOutput, TimeProvider Time);
