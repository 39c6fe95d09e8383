using Environs.Gateway;
using Environs.Gateway.Hosting;
using Environs.Runtime;

var builder = WebApplication.CreateSlimBuilder(args);
var options = builder.Configuration.GetSection("Gateway").Get<GatewayOptions>() ?? new();
if (options.Problem() is { } problem)
{
    await Console.Error.WriteLineAsync(problem);
    return 2;
}

builder.AddObservability();
builder.AddListening(options);
builder.Services.AddGateway(options);
builder.Services.AddCluster(options);

var app = builder.Build();
app.UseObservability(options.ManagementPort);
app.UseGateway(options);
if (options.DevelopmentLogin) Log.DevelopmentLogin(app.Logger);
await app.RunAsync();
return app.Services.GetRequiredService<RuntimeHealth>().IsLive ? 0 : 1;
