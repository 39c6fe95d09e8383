using System.Text;
using Environs.Operator.Logs;
using Environs.Operator.Supervision;
using Environs.Protocol.Requests;
using Environs.Protocol.Supervision;
using Environs.Support.Clusters;
using Google.Protobuf;
using Grpc.Core;

namespace Environs.Operator.Tests.Logs;

/// <summary>Logs are read from the supervisors that have them.</summary>
public sealed class ReadingTests : LogsTest
{
    private static readonly LogSource Web = new LogSource.Service("web");

    [Fact]
    public async Task A_log_is_asked_for_and_passed_on_with_its_gaps_until_its_end()
    {
        using var supervisor = await ConnectAsync();
        var reading = AllAsync(Logs.ReadAsync(Demo, Web, new(Follow: true), TestContext.Current.CancellationToken));
        var wish = await AskedAsync(supervisor);
        Assert.Equal((Uid("web"), true, 0, 32), (wish.Service, wish.Follow, wish.Position, wish.Id.Length));
        using var sending = Send();
        await sending.RequestStream.WriteAsync(new LogChunk { Id = wish.Id });
        await sending.RequestStream.WriteAsync(Chunk("one\n", 4));
        await sending.RequestStream.WriteAsync(new LogChunk { Data = ByteString.CopyFromUtf8("three\n"), Position = 14, Lost = true });
        await sending.RequestStream.WriteAsync(new LogChunk { Position = 14, End = true });
        await sending.RequestStream.CompleteAsync();
        await sending.ResponseAsync;
        Assert.Equal("one\n…three\n", await reading);
    }

    [Fact]
    public async Task A_reader_that_takes_nothing_holds_up_the_sender_and_no_report()
    {
        using var supervisor = await ConnectAsync();
        await using var reader = Logs.ReadAsync(Demo, Web, new(Follow: true), TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        var first = reader.MoveNextAsync();
        var wish = await AskedAsync(supervisor);
        using var sending = Send();
        await sending.RequestStream.WriteAsync(new LogChunk { Id = wish.Id });
        Assert.True(await first);

        var sent = 0;
        var flood = Task.Run(async () =>
        {
            for (; sent < 1000; sent++) await sending.RequestStream.WriteAsync(new LogChunk { Data = ByteString.CopyFrom(new byte[32 * 1024]), Position = (sent + 1) * 32L * 1024 });
        });
        var before = -1;
        await Eventually.TrueAsync(
            async () =>
            {
                (before, var now) = (sent, before);
                await Task.Delay(1000);
                return now == sent;
            },
            Soon, "the sender waits");
        // What is on its way: windows and buffers of the connection.
        Assert.InRange(sent, 1, 40);
        await supervisor.SayAsync("dev", "another");
        await Eventually.TrueAsync(() => Operator.Supervisors.Get(Pod.Metadata.Uid, "dev") is { Report.Boot: "another" }, Soon, "reports are heard");
        for (var taken = 0; taken < 1000; taken++) Assert.True(await reader.MoveNextAsync());
        await flood;
    }

    [Fact]
    public async Task When_the_reader_leaves_the_sender_is_told()
    {
        using var supervisor = await ConnectAsync();
        using var leaving = new CancellationTokenSource();
        await using var reader = Logs.ReadAsync(Demo, Web, new(Follow: true), leaving.Token).GetAsyncEnumerator(leaving.Token);
        var first = reader.MoveNextAsync();
        var wish = await AskedAsync(supervisor);
        using var sending = Send();
        await sending.RequestStream.WriteAsync(new LogChunk { Id = wish.Id });
        Assert.True(await first);
        var next = reader.MoveNextAsync();
        await leaving.CancelAsync();
        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(() => sending.ResponseAsync)).StatusCode);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
        // Its id has been used up.
        Assert.Equal(StatusCode.NotFound, await RefusedAsync(wish.Id, Token));
    }

    [Fact]
    public async Task One_that_is_cut_is_asked_for_again_from_where_it_was()
    {
        Task<string> all;
        using (var supervisor = await ConnectAsync())
        {
            all = AllAsync(Logs.ReadAsync(Demo, Web, new(Follow: true), TestContext.Current.CancellationToken));
            var wish = await AskedAsync(supervisor);
            using var sending = Send();
            await sending.RequestStream.WriteAsync(new LogChunk { Id = wish.Id });
            await sending.RequestStream.WriteAsync(Chunk("one\n", 4));
            await sending.RequestStream.CompleteAsync();
            await sending.ResponseAsync;
        }

        using var next = await ConnectAsync();
        var again = await AskedAsync(next);
        Assert.Equal(4, again.Position);
        using var rest = Send();
        await rest.RequestStream.WriteAsync(new LogChunk { Id = again.Id, Position = 4 });
        await rest.RequestStream.WriteAsync(Chunk("two\n", 8));
        await rest.RequestStream.WriteAsync(new LogChunk { Position = 8, End = true });
        await rest.RequestStream.CompleteAsync();
        Assert.Equal("one\ntwo\n", await all);
    }

    [Fact]
    public async Task Another_reader_goes_on_after_a_position_and_from_the_end_means_from_where_that_is()
    {
        using var supervisor = await ConnectAsync();
        var after = AllAsync(Logs.ReadAsync(Demo, Web, new(Follow: false, After: $"{Pod.Metadata.Uid}/dev/4"), TestContext.Current.CancellationToken));
        var first = await AskedAsync(supervisor);
        var now = AllAsync(Logs.ReadAsync(Demo, Web, new(Follow: true, IsFromNow: true), TestContext.Current.CancellationToken));
        var second = await AskedAsync(supervisor);
        Assert.Equal((4, false, -1, true), (first.Position, first.Follow, second.Position, second.Follow));
        foreach (var wish in new[] { first, second })
        {
            using var sending = Send();
            await sending.RequestStream.WriteAsync(new LogChunk { Id = wish.Id, Position = wish.Position });
            await sending.RequestStream.WriteAsync(new LogChunk { Position = 8, End = true });
            await sending.RequestStream.CompleteAsync();
            await sending.ResponseAsync;
        }

        Assert.Equal(("", ""), (await after, await now));
        Assert.Equal(LogProblem.Gone, await ProblemAsync(Web, new(Follow: false, After: "another-pod/dev/4")));
    }

    [Fact]
    public async Task What_cannot_be_read_is_told_why()
    {
        Assert.Equal(LogProblem.Unknown, await ProblemAsync(new LogSource.Service("wbe")));
        Assert.Equal(LogProblem.NoLog, await ProblemAsync(new LogSource.Step("", "build")));
        Assert.Equal(LogProblem.NoLog, await ProblemAsync(new LogSource.Whole("elsewhere")));
        // Nobody is connected.
        Assert.Equal(LogProblem.Away, await ProblemAsync(Web));
        using var supervisor = await ConnectAsync();
        // It does not know of logs.
        Assert.Equal(LogProblem.Away, await ProblemAsync(Web));

        var reading = ProblemAsync(Web);
        while (!await TryMissingAsync(await AskedAsync(supervisor)))
        {
            // That was asked for in vain before.
        }

        Assert.Equal(LogProblem.NoLog, await reading);
    }

    [Fact]
    public async Task Only_so_many_of_a_container_are_read_at_once()
    {
        using var supervisor = await ConnectAsync();
        using var leaving = new CancellationTokenSource();
        var readings = Enumerable.Range(0, LogExchange.MostOfContainer).Select(_ => AllAsync(Logs.ReadAsync(Demo, Web, new(Follow: true), leaving.Token))).ToList();
        Assert.Equal(LogProblem.Busy, await ProblemAsync(Web));
        await leaving.CancelAsync();
        foreach (var reading in readings) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        var next = ProblemAsync(Web);
        while (!await TryMissingAsync(await AskedAsync(supervisor)))
        {
            // Nobody reads that any more.
        }

        Assert.Equal(LogProblem.NoLog, await next);
    }

    [Fact]
    public async Task One_environment_cannot_read_another_s_logs_nor_send_them()
    {
        var (_, theirs) = await SettleAsync("other");
        using var supervisor = await ConnectAsync();
        // By its reference, by the operator's word on who asks.
        Assert.Equal(Outcome.UnknownReference, (await AskAsync(new LogRequest { Reference = "web" }, theirs)).Outcome);
        Assert.Equal(LogProblem.Unknown, await ProblemAsync(Web, environment: "other"));
        // By a position of its pod.
        Assert.Equal(Outcome.UnknownReference, (await AskAsync(new LogRequest { Reference = "web", Position = $"{Pod.Metadata.Uid}/dev/0" }, theirs)).Outcome);
        // By its run's UID, whether there is one or not.
        Assert.Equal(Outcome.Refused, (await AskAsync(new LogRequest { Reference = "build", Task = true, Run = "any" }, theirs)).Outcome);

        // By sending it instead, even where the id has become known.
        var reading = AllAsync(Logs.ReadAsync(Demo, Web, new(Follow: false), TestContext.Current.CancellationToken));
        var wish = await AskedAsync(supervisor);
        Assert.Equal(StatusCode.NotFound, await RefusedAsync(wish.Id, theirs));
        Assert.Equal(StatusCode.NotFound, await RefusedAsync("guessed", Token));
        Assert.Equal(StatusCode.Unauthenticated, await RefusedAsync(wish.Id, "garbage"));
        using var sending = Send();
        await sending.RequestStream.WriteAsync(new LogChunk { Id = wish.Id });
        await sending.RequestStream.WriteAsync(Chunk("ours\n", 5));
        await sending.RequestStream.WriteAsync(new LogChunk { Position = 5, End = true });
        await sending.RequestStream.CompleteAsync();
        Assert.Equal("ours\n", await reading);
    }

    [Fact]
    public async Task Who_asks_inside_the_environment_is_given_it_part_by_part()
    {
        using var supervisor = await ConnectAsync();
        using var call = new Environs.Protocol.Requests.Requests.RequestsClient(Channel).Log(new LogRequest { Reference = "web", Follow = true }, Identity(Token));
        var wish = await AskedAsync(supervisor);
        using var sending = Send();
        await sending.RequestStream.WriteAsync(new LogChunk { Id = wish.Id });
        await sending.RequestStream.WriteAsync(Chunk("one\n", 4));
        Assert.True(await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        Assert.Equal(Outcome.Done, call.ResponseStream.Current.Answer.Outcome);
        Assert.True(await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        Assert.Equal(("one\n", $"{Pod.Metadata.Uid}/dev/4"), (call.ResponseStream.Current.Data.ToStringUtf8(), call.ResponseStream.Current.Position));

        // A stop is no end: it can be read on elsewhere.
        var stopping = Operator.StopAsync();
        var error = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken)) Assert.NotEqual(Outcome.Done, call.ResponseStream.Current.Answer?.Outcome ?? Outcome.Late);
            throw new RpcException(new Status(StatusCode.Unavailable, ""));
        });
        Assert.Equal(StatusCode.Unavailable, error.StatusCode);
        Assert.InRange(await stopping, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task What_is_too_large_or_no_chunk_is_refused()
    {
        using var supervisor = await ConnectAsync();
        using var leaving = new CancellationTokenSource();
        var reading = AllAsync(Logs.ReadAsync(Demo, Web, new(Follow: true), leaving.Token));
        var wish = await AskedAsync(supervisor);
        using var sending = Send();
        await sending.RequestStream.WriteAsync(new LogChunk { Id = wish.Id });
        await sending.RequestStream.WriteAsync(new LogChunk { Data = ByteString.CopyFrom(new byte[(32 * 1024) + 1]) });
        Assert.Equal(StatusCode.InvalidArgument, (await Assert.ThrowsAsync<RpcException>(() => sending.ResponseAsync)).StatusCode);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => reading);
    }

    private async Task<bool> TryMissingAsync(LogWish wish)
    {
        using var sending = Send();
        await sending.RequestStream.WriteAsync(new LogChunk { Id = wish.Id, Missing = true });
        await sending.RequestStream.CompleteAsync();
        try
        {
            await sending.ResponseAsync;
            return true;
        }
        catch (RpcException)
        {
            return false;
        }
    }

    private string Uid(string service) => Store<Crds.V1alpha1Service>().Get(new(Here.Namespace, service))!.Metadata.Uid;

    private static Metadata Identity(string token) => new() { { "authorization", $"Bearer {token}" } };

    private async Task<Answer> AskAsync(LogRequest request, string token)
    {
        using var call = new Environs.Protocol.Requests.Requests.RequestsClient(Channel).Log(request, Identity(token));
        Assert.True(await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        return call.ResponseStream.Current.Answer;
    }

    private async Task<StatusCode> RefusedAsync(string id, string token)
    {
        using var sending = Send(token);
        try
        {
            await sending.RequestStream.WriteAsync(new LogChunk { Id = id, Data = ByteString.CopyFrom(Encoding.UTF8.GetBytes("theirs\n")) });
        }
        catch (RpcException)
        {
            // It may be refused before all was said.
        }

        return (await Assert.ThrowsAsync<RpcException>(() => sending.ResponseAsync)).StatusCode;
    }

    private async Task<LogProblem> ProblemAsync(LogSource source, LogRange? range = null, string environment = "demo") =>
        (await Assert.ThrowsAsync<LogException>(() => AllAsync(Logs.ReadAsync(new(Here.Namespace, environment), source, range ?? new(Follow: false), TestContext.Current.CancellationToken)))).Problem;
}
