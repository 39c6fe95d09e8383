using Environs.Operator.Admission.Configurations;
using Environs.Runtime;
using Microsoft.Extensions.Options;

namespace Environs.Operator.Admission;

/// <summary>
/// Whether this replica can be asked by the API server, so that whoever waits for the rollout can create environments afterwards. Once it
/// could it can; and one that waits for a leader that knows of no webhook, as at an upgrade, must not keep that leader from going.
/// </summary>
/// <param name="health">Of the stores.</param>
/// <param name="options">Whether there is a webhook, and how long to wait.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told when the wait is over.</param>
/// <param name="bundles">Null where there is no webhook.</param>
internal sealed class AdmissionReadiness(RuntimeHealth health, IOptions<OperatorOptions> options, TimeProvider time, ILogger<AdmissionReadiness> logger, CaBundleKeeper? bundles = null)
{
    private readonly Lock gate = new();
    private DateTimeOffset? since;
    private bool isReady;

    public bool IsReady
    {
        get
        {
            lock (gate)
            {
                if (isReady || bundles is null) return true;
                if (!health.IsReady) return false;
                since ??= time.GetUtcNow();
                isReady = bundles.IsInStep;
                if (isReady || time.GetUtcNow() - since < options.Value.Admission.ReadyLimit) return isReady;
                Log.ReadyAnyway(logger);
                return isReady = true;
            }
        }
    }
}
