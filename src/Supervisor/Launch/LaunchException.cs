namespace Environs.Supervisor.Launch;

/// <summary>A command could not be started; the message says why to its author.</summary>
internal sealed class LaunchException(string message) : Exception(message);
