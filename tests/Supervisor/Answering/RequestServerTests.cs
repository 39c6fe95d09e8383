using System.Net.Sockets;
using Environs.Protocol.Requests;
using Environs.Supervisor.Answering;
using Environs.Supervisor.Tests.Support;

namespace Environs.Supervisor.Tests.Answering;

public sealed class RequestServerTests : IAsyncDisposable
{
    private readonly TemporaryFolder root = new();
    private readonly StringWriter log = new();
    private readonly CancellationTokenSource stop = new();
    private Task running = Task.CompletedTask;
    private Func<Request, CancellationToken, Task<Answer>> answer = (_, _) => Task.FromResult(new Answer { Outcome = Outcome.Done });

    private string Path => root["x.sock"];

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await running;
        stop.Dispose();
        root.Dispose();
        await log.DisposeAsync();
    }

    [Fact]
    public async Task Whoever_sends_no_request_gets_no_answer_and_the_next_one_does()
    {
        await StartAsync();
        foreach (var bytes in new byte[][] { [], [1], [0x7f, 0xff, 0xff, 0xff], [0xff, 0xff, 0xff, 0xff], [0, 0, 0, 2, 0xff, 0xff], [0, 0, 0, 9, 1], [.. "GET / HTTP/1.1\r\n\r\n"u8] })
        {
            using var socket = await ConnectAsync();
            await socket.SendAsync(bytes);
            socket.Shutdown(SocketShutdown.Send);
            Assert.Equal(0, await ReadAsync(socket));
            Assert.Equal(Outcome.Done, (await AskAsync()).Outcome);
        }

        Assert.Empty(log.ToString());
    }

    [Fact]
    public async Task Those_that_say_nothing_are_hung_up_on_and_others_get_their_turn()
    {
        await StartAsync(TimeSpan.FromMilliseconds(300));
        var silent = new List<Socket>();
        for (var i = 0; i < 40; i++) silent.Add(await ConnectAsync());
        Assert.Equal(Outcome.Done, (await AskAsync()).Outcome);
        foreach (var socket in silent)
        {
            Assert.Equal(0, await ReadAsync(socket));
            socket.Dispose();
        }
    }

    [Fact]
    public async Task One_that_cannot_be_answered_costs_nobody_else_anything()
    {
        answer = (_, _) => throw new InvalidOperationException("a mistake of ours");
        await StartAsync();
        using var socket = await ConnectAsync();
        await using var stream = new NetworkStream(socket);
        await Frames.WriteAsync(stream, new Request { Ports = new PortsRequest() }, CancellationToken.None);
        Assert.Equal(0, await ReadAsync(socket));
        answer = (_, _) => Task.FromResult(new Answer { Outcome = Outcome.Done });
        Assert.Equal(Outcome.Done, (await AskAsync()).Outcome);
        Assert.Contains("a mistake of ours", log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_left_in_its_place_is_replaced_and_everybody_may_connect()
    {
        await File.WriteAllTextAsync(Path, "left", TestContext.Current.CancellationToken);
        await StartAsync();
        Assert.Equal(Outcome.Done, (await AskAsync()).Outcome);
        Assert.True(File.GetUnixFileMode(Path).HasFlag(UnixFileMode.OtherWrite));
    }

    [Fact]
    public async Task Where_it_cannot_listen_it_says_so_and_ends()
    {
        await new RequestServer(root["missing/x.sock"], answer, new Log(log), TimeProvider.System).RunAsync(stop.Token);
        Assert.Contains("environs does not work", log.ToString(), StringComparison.Ordinal);
    }

    private async Task StartAsync(TimeSpan? hearing = null)
    {
        var server = new RequestServer(Path, (request, cancellation) => answer(request, cancellation), new Log(log), TimeProvider.System) { Hearing = hearing ?? TimeSpan.FromSeconds(5) };
        running = Task.Run(() => server.RunAsync(stop.Token));
        await Eventually.TrueAsync(() => IsListening(Path), "it listens");
    }

    // The mode is set once it is bound.
    private static bool IsListening(string path)
    {
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private async Task<Answer> AskAsync()
    {
        using var socket = await ConnectAsync();
        await using var stream = new NetworkStream(socket);
        await Frames.WriteAsync(stream, new Request { Ports = new PortsRequest() }, CancellationToken.None);
        return await Frames.ReadAsync(stream, Answer.Parser, Frames.LargestAnswer, CancellationToken.None) ?? throw new InvalidOperationException("no answer");
    }

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Path));
        return socket;
    }

    // 0 also where the connection was cut with something unread.
    private static async Task<int> ReadAsync(Socket socket)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        try
        {
            return await socket.ReceiveAsync(new byte[1], limit.Token);
        }
        catch (SocketException)
        {
            return 0;
        }
    }
}
