using System.Net;
using Environs.Operator.Admission;
using Environs.Runtime;
using OpenTelemetry.Metrics;

namespace Environs.Operator.Hosting;

/// <summary>Logs, metrics and health, as a cluster expects them.</summary>
internal static class Observability
{
    public static void AddObservability(this WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        // A line for each probe would bury the rest.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        // What a supervisor says wrong is logged by our own words, and not more often than they let it.
        builder.Logging.AddFilter("Grpc", LogLevel.None);
        builder.Logging.AddJsonConsole(console =>
        {
            console.IncludeScopes = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
            console.UseUtcTimestamp = true;
        });
        builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter("Environs.*")
            .AddMeter("System.Runtime")
            .AddPrometheusExporter());
    }

    public static void MapObservability(this WebApplication app)
    {
        var health = app.Services.GetRequiredService<RuntimeHealth>();
        app.MapGet("/healthz", () => Answer(health.IsLive, health.Problem ?? "not live"));
        var admission = app.Services.GetRequiredService<AdmissionReadiness>();
        app.MapGet("/readyz", () => Answer(health.IsReady && admission.IsReady, health.Problem ?? (health.IsReady ? "the API server cannot ask the webhook yet" : "the stores are not filled yet")));
        app.MapPrometheusScrapingEndpoint("/metrics");
    }

    private static IResult Answer(bool isWell, string why) => Results.Text(isWell ? "ok" : why, statusCode: (int)(isWell ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable));
}
