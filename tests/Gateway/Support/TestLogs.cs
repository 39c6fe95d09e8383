using System.Collections.Concurrent;
using Environs.Gateway.Logs;
using Environs.Protocol.Gateway;
using Environs.Protocol.Requests;

namespace Environs.Gateway.Tests.Support;

/// <summary>The operator's logs, by the word of a test.</summary>
internal sealed class TestLogs : IOperatorLogs
{
    /// <summary>What was asked for.</summary>
    public ConcurrentQueue<LogQuery> Asked { get; } = new();

    /// <summary>What is answered.</summary>
    public Func<Func<LogPart, Task>, CancellationToken, Task> Answer { get; set; } = (_, _) => Task.CompletedTask;

    public Task ReadAsync(LogQuery query, Func<LogPart, Task> take, CancellationToken cancellation)
    {
        Asked.Enqueue(query);
        return Answer(take, cancellation);
    }
}
