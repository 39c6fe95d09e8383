using System.Text;

namespace Environs.Supervisor.Tests;

public sealed class QueuedWriterTests
{
    [Fact]
    public void Lines_arrive_in_their_order_before_it_is_disposed_of()
    {
        using var to = new StringWriter();
        using (var writer = new QueuedWriter(to))
        {
            for (var i = 0; i < 500; i++) writer.WriteLine($"{i}");
        }

        Assert.Equal(string.Concat(Enumerable.Range(0, 500).Select(i => $"{i}\n")), to.ToString());
    }

    [Fact]
    public void One_that_takes_nothing_holds_nobody_up()
    {
        using var to = new Blocked();
        using (var writer = new QueuedWriter(to))
        {
            for (var i = 0; i < 5000; i++) writer.WriteLine("x");
        }

        to.Go.Set();
    }

    private sealed class Blocked : TextWriter
    {
        internal ManualResetEventSlim Go { get; } = new();

        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(string? value) => Go.Wait();
    }
}
