using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Environs.Operator.Tests.Supervision;

/// <summary>Adds up what one operator of this process counts.</summary>
internal sealed class Counted : IDisposable
{
    private readonly MeterListener listener = new();
    private long total;

    public Counted(IServiceProvider @operator, string instrument)
    {
        var factory = @operator.GetRequiredService<IMeterFactory>();
        listener.InstrumentPublished = (published, listening) =>
        {
            if (published.Name == instrument && published.Meter.Scope == factory)
                listening.EnableMeasurementEvents(published);
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref total, value));
        listener.Start();
    }

    public long Total => Interlocked.Read(ref total);

    public void Dispose() => listener.Dispose();
}
