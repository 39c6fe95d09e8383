using Environs.Gateway.Access;
using Environs.Gateway.Forwarding;
using Environs.Gateway.Login;
using Environs.Gateway.Logs;
using Environs.Gateway.Routing;
using Environs.Gateway.Tokens;
using Environs.Gateway.Waking;
using Microsoft.Extensions.Options;

namespace Environs.Gateway.Hosting;

/// <summary>Puts the gateway together, but for what it knows of the cluster.</summary>
internal static class GatewaySetup
{
    public static void AddGateway(this IServiceCollection services, GatewayOptions options)
    {
        services.AddSingleton(Options.Create(options));
        services.AddSingleton<Routes>();
        services.AddSingleton<OidcTokens>();
        services.AddSingleton<KubernetesTokens>();
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<BearerTokens>();
        services.AddSingleton<TokenDesk>();
        services.AddLogin(options);
        services.AddSingleton<Callers>();
        services.AddSingleton<OpenRequests>();
        services.AddHostedService<Recheck>();
        services.AddHttpForwarder();
        services.AddSingleton<AppTransformer>();
        services.AddSingleton<AppForwarder>();
        services.AddSingleton<Waker>();
        services.AddSingleton<Waiting>();
        services.AddSingleton<IOperatorLogs, OperatorLogs>();
        services.AddSingleton<LogHost>();
        services.AddSingleton<EnvironmentHosts>();
        services.AddSingleton<ServedCertificate>();
        services.Configure<ForwardedHeadersOptions>(forwarded =>
        {
            // The address alone: host and scheme are never the client's to say.
            forwarded.ForwardedHeaders = Microsoft.AspNetCore.HttpOverrides.ForwardedHeaders.XForwardedFor;
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var network in options.TrustedProxies) forwarded.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(network));
        });
    }

    public static void UseGateway(this WebApplication app, GatewayOptions options)
    {
        // The login is of its own host. The framework would put it before all of them, and take an app's own /callback for an issuer's answer.
        ((IApplicationBuilder)app).Properties["__AuthenticationMiddlewareSet"] = true;
        if (options.TrustedProxies.Count > 0) app.UseForwardedHeaders();
        var environments = app.Services.GetRequiredService<EnvironmentHosts>();
        app.MapWhen(context => GatewayHost.IsLogin(context.Request.Host.Host, options.Domain), login =>
        {
            // As people see it, which is what an issuer sends them back to.
            login.Use((context, next) =>
            {
                context.Request.Scheme = Uri.UriSchemeHttps;
                context.Request.Host = new HostString(new Uri(options.Address(GatewayHost.LoginLabel)).Authority);
                return next(context);
            });
            login.UseAuthentication();
            login.Run(login.ApplicationServices.GetRequiredService<LoginHost>().HandleAsync);
        });
        app.Run(context => GatewayHost.TryParse(context.Request.Host.Host, options.Domain, out var host)
            ? environments.HandleAsync(context, host)
            : Pages.Answers.WriteLineAsync(context, StatusCodes.Status404NotFound, "There is no such host here."));
    }
}
