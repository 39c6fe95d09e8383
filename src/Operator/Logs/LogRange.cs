namespace Environs.Operator.Logs;

/// <summary>How much of a log is wanted.</summary>
/// <param name="Follow">Also what is added: of a step until it has ended, of others until their container has.</param>
/// <param name="IsFromNow">Only what is added from now on; else what is kept, from its start.</param>
/// <param name="After">Goes on after the text that had this position, instead.</param>
internal sealed record LogRange(bool Follow, bool IsFromNow = false, string After = "");
