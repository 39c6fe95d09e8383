namespace Environs.Supervisor.Repositories;

/// <summary>git cannot say what is asked, for the reason that the message tells its user.</summary>
internal sealed class GitLookException(string message) : Exception(message);
