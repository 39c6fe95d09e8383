using Environs.Operator;
using Environs.Operator.Admission;
using Environs.Operator.Hosting;
using Environs.Operator.Requests;
using Environs.Operator.Supervision;
using Environs.Runtime;

var builder = WebApplication.CreateSlimBuilder(args);
var options = builder.Configuration.GetSection("Operator").Get<OperatorOptions>() ?? new();
if (options.Problem() is { } problem)
{
    await Console.Error.WriteLineAsync(problem);
    return 2;
}

builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.ListenAnyIP(options.HttpPort);
    kestrel.ListenForSupervisors(options.Supervision);
    kestrel.ListenForAdmission(options.Admission);
});
builder.Services.AddOperator(RuntimeSettings.Of(options), options);
builder.AddObservability();

var app = builder.Build();
app.MapObservability();
app.MapSupervision(options.Supervision);
app.MapAdmission(options.Admission);
app.MapRequests();
var health = app.Services.GetRequiredService<RuntimeHealth>();
await app.RunAsync();
return health.IsLive ? 0 : 1;
