using Environs.Protocol.Supervision;
using Grpc.Core;

namespace Environs.Supervisor.Tests.Link;

/// <summary>Hands the streams to the test's operator.</summary>
internal sealed class TestSupervision(TestOperator test) : Environs.Protocol.Supervision.Supervision.SupervisionBase
{
    public override Task Connect(IAsyncStreamReader<Report> requestStream, IServerStreamWriter<Desired> responseStream, ServerCallContext context) =>
        test.ServeAsync(requestStream, responseStream, context);

    public override async Task<LogTaken> SendLog(IAsyncStreamReader<LogChunk> requestStream, ServerCallContext context)
    {
        await test.ServeLogAsync(requestStream, context);
        return new LogTaken();
    }
}
