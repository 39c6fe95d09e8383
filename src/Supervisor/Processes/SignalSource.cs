using System.Runtime.InteropServices;
using System.Threading.Channels;

namespace Environs.Supervisor.Processes;

/// <summary>The signals that others send to this process, in their order; none of them ends it any more.</summary>
internal sealed class SignalSource : IDisposable
{
    private readonly Channel<Signal> channel = Channel.CreateBounded<Signal>(new BoundedChannelOptions(64) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly List<PosixSignalRegistration> registrations = [];

    internal SignalSource()
    {
        foreach (var signal in Signal.Handled)
        {
            registrations.Add(PosixSignalRegistration.Create((PosixSignal)signal.Number, context =>
            {
                context.Cancel = true;
                channel.Writer.TryWrite(signal);
            }));
        }
    }

    internal ChannelReader<Signal> Reader => channel.Reader;

    /// <summary>As if somebody had sent SIGTERM.</summary>
    internal void AskToStop() => channel.Writer.TryWrite(Signal.Terminate);

    public void Dispose()
    {
        foreach (var registration in registrations) registration.Dispose();
    }
}
