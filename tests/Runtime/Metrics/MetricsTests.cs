using Environs.Runtime.Tests.Widgets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;

namespace Environs.Runtime.Tests.Metrics;

/// <summary>The names as Prometheus sees them: those that dashboards for controller-runtime ask for.</summary>
public sealed class MetricsTests
{
    [Theory]
    [InlineData("controller_runtime_reconcile_total{", "controller=\"scraped\",result=\"success\"} 1 ")]
    [InlineData("controller_runtime_reconcile_total{", "controller=\"scraped\",result=\"error\"} 1 ")]
    [InlineData("controller_runtime_reconcile_errors_total{", "controller=\"scraped\"} 1 ")]
    [InlineData("controller_runtime_reconcile_time_seconds_bucket{", "controller=\"scraped\",le=\"0.005\"} 0 ")]
    [InlineData("controller_runtime_reconcile_time_seconds_count{", "controller=\"scraped\"} 2 ")]
    [InlineData("controller_runtime_active_workers{", "controller=\"scraped\"} 1 ")]
    [InlineData("controller_runtime_max_concurrent_reconciles{", "controller=\"scraped\"} 8 ")]
    [InlineData("workqueue_depth{", "controller=\"scraped\",name=\"scraped\"} 3 ")]
    [InlineData("workqueue_adds_total{", "controller=\"scraped\",name=\"scraped\"} 1 ")]
    [InlineData("workqueue_retries_total{", "controller=\"scraped\",name=\"scraped\"} 1 ")]
    [InlineData("workqueue_queue_duration_seconds_sum{", "controller=\"scraped\",name=\"scraped\"} 2 ")]
    [InlineData("workqueue_work_duration_seconds_sum{", "controller=\"scraped\",name=\"scraped\"} 3 ")]
    [InlineData("leader_election_master_status{", "name=\"scraped\"} 1 ")]
    public async Task A_measure_has_the_name_and_labels_that_dashboards_know(string name, string rest)
    {
        var lines = (await Scraped.Value).Split('\n').Where(line => line.StartsWith(name, StringComparison.Ordinal)).ToList();
        Assert.Contains(lines, line => Sorted(line).Contains(rest, StringComparison.Ordinal));
    }

    // Of a name of its own: hosts of other tests in this process measure, too.
    private static Lazy<Task<string>> Scraped { get; } = new(ScrapeAsync);

    private static async Task<string> ScrapeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddRuntime(WidgetHost.Options("ns"));
        // The host is only there to be scraped: no runtime without an API server.
        foreach (var service in builder.Services.Where(service => service.ImplementationType?.Namespace == "Environs.Runtime.Hosting").ToList())
            builder.Services.Remove(service);
        builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter(RuntimeTelemetry.Name).AddPrometheusExporter());
        await using var app = builder.Build();
        app.MapPrometheusScrapingEndpoint();
        await app.StartAsync();
        var measures = app.Services.GetRequiredService<Environs.Runtime.Metrics.RuntimeMetrics>();
        measures.Pass("scraped", "success", TimeSpan.FromSeconds(1));
        measures.Pass("scraped", "error", TimeSpan.FromSeconds(1));
        measures.ActiveWorkers("scraped", 1);
        measures.MaxWorkers("scraped", 8);
        measures.Depth("scraped", 3);
        measures.Added("scraped");
        measures.Retry("scraped");
        measures.Waited("scraped", TimeSpan.FromSeconds(2));
        measures.WorkDone("scraped", TimeSpan.FromSeconds(3));
        measures.Leader("scraped", true);
        using var client = new HttpClient();
        return await client.GetStringAsync(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/metrics");
    }

    /// <summary>The labels in alphabetical order, without the exporter's own.</summary>
    private static string Sorted(string line)
    {
        var (open, close) = (line.IndexOf('{', StringComparison.Ordinal), line.IndexOf('}', StringComparison.Ordinal));
        var labels = line[(open + 1)..close].Split(',').Where(label => !label.StartsWith("otel_", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        return $"{line[..open]}{{{string.Join(',', labels)}}} {line[(close + 2)..]} ";
    }
}
