using Environs.Runtime;
using OpenTelemetry.Metrics;

namespace Environs.Gateway.Hosting;

/// <summary>Logs, metrics and health, as a cluster expects them; on a port of their own, which is no environment's.</summary>
internal static class Observability
{
    public static void AddObservability(this WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        builder.Logging.KeepQuiet();
        builder.Logging.AddJsonConsole(console =>
        {
            console.IncludeScopes = false;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
            console.UseUtcTimestamp = true;
        });
        builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter("Environs.*")
            .AddMeter("System.Runtime")
            .AddMeter("Microsoft.AspNetCore.Hosting")
            .AddMeter("Microsoft.AspNetCore.Server.Kestrel")
            .AddPrometheusExporter());
    }

    /// <summary>No line for each request: addresses carry what is nobody's business, and there are many.</summary>
    public static void KeepQuiet(this ILoggingBuilder logging)
    {
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("Yarp", LogLevel.Error);
        logging.AddFilter("System.Net.Http", LogLevel.Warning);
        // The keys lie in a Secret, which is as secret as the cluster makes it.
        logging.AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error);
    }

    public static void UseObservability(this WebApplication app, int port) => app.MapWhen(context => context.Connection.LocalPort == port, management =>
    {
        var health = app.Services.GetRequiredService<RuntimeHealth>();
        management.UseOpenTelemetryPrometheusScrapingEndpoint("/metrics");
        management.Run(context => context.Request.Path.Value switch
        {
            "/healthz" => AnswerAsync(context, health.IsLive, health.Problem ?? "not live"),
            "/readyz" => AnswerAsync(context, health.IsReady, health.Problem ?? "the stores are not filled yet"),
            _ => Pages.Answers.WriteLineAsync(context, StatusCodes.Status404NotFound, "There are /healthz, /readyz and /metrics."),
        });
    });

    private static Task AnswerAsync(HttpContext context, bool isWell, string why) =>
        Pages.Answers.WriteLineAsync(context, isWell ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable, isWell ? "ok" : why);
}
