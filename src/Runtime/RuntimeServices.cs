using Environs.Runtime.Api;
using Environs.Runtime.Leadership;
using Environs.Runtime.Metrics;
using Microsoft.Extensions.Logging;

namespace Environs.Runtime;

/// <summary>What nearly every part of the runtime needs.</summary>
internal sealed record RuntimeServices(
    RuntimeOptions Options,
    ApiClient Client,
    LeadershipGate Gate,
    RuntimeMetrics Metrics,
    ILoggerFactory Loggers,
    TimeProvider Time,
    Random Random);
