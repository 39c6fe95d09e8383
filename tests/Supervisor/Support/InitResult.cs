using Environs.Protocol.Content;

namespace Environs.Supervisor.Tests.Support;

public sealed record InitResult(int ExitCode, ContentReport Report, string Log, int MessageBytes);
