using System.Diagnostics.Metrics;
using Environs.Runtime.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Environs.Runtime.Tests;

/// <summary>Metrics of one test, apart from those of all others.</summary>
internal static class TestMeters
{
    public static RuntimeMetrics New() => new(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());
}
