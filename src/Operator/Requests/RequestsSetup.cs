using Environs.Operator.Logs;

namespace Environs.Operator.Requests;

/// <summary>Puts the endpoint of requests from inside environments, and of the gateway, into the operator's process, beside that of their supervisors.</summary>
internal static class RequestsSetup
{
    public static void AddRequests(this IServiceCollection services)
    {
        services.AddSingleton<ServiceRequests>();
        services.AddSingleton<TaskRequests>();
        services.AddSingleton<FileRequests>();
        services.AddSingleton<Answers>();
        services.AddSingleton<LogPlaces>();
        services.AddSingleton<IEnvironmentLogs, EnvironmentLogs>();
        services.AddSingleton<LogRequests>();
        services.AddSingleton<RequestsService>();
        services.AddSingleton<GatewayIdentity>();
        services.AddSingleton<GatewayLogs>();
    }

    public static void MapRequests(this WebApplication app)
    {
        app.MapGrpcService<RequestsService>();
        app.MapGrpcService<GatewayLogs>();
    }
}
