using Environs.Protocol.Requests;
using Grpc.Core;

namespace Environs.Supervisor.Tests.Link;

/// <summary>Hands what is asked beside the stream to the test's operator.</summary>
internal sealed class TestRequests(TestOperator test) : Environs.Protocol.Requests.Requests.RequestsBase
{
    public override Task<Answer> Ask(Request request, ServerCallContext context)
    {
        test.Asked.Enqueue((request, context.RequestHeaders.GetValue("authorization") ?? ""));
        return Task.FromResult(test.Reply(request));
    }

    public override Task Log(LogRequest request, IServerStreamWriter<LogPart> responseStream, ServerCallContext context) => test.GiveLog(request, responseStream.WriteAsync);
}
