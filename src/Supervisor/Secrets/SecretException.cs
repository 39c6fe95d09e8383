namespace Environs.Supervisor.Secrets;

/// <summary>A secret cannot be used; the message says why, and nothing of its value.</summary>
internal sealed class SecretException(string message) : Exception(message);
