namespace Environs.Gateway.Tests.Load;

/// <summary>What wrk measured.</summary>
/// <param name="PerSecond">Answers per second.</param>
/// <param name="Median">How long half of them took at most, as wrk writes it.</param>
/// <param name="NinetyNinth">How long 99 % of them took at most.</param>
/// <param name="Errors">Answers that were none, or not of the 200s.</param>
internal sealed record Load(double PerSecond, string Median, string NinetyNinth, int Errors);
