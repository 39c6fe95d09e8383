using Environs.Crds;
using Environs.Runtime;
using k8s.Models;
using Microsoft.Extensions.Options;

namespace Environs.Operator.Admission;

/// <summary>Tells whom to believe: an annotation counts only on what was made after the webhook had begun to write it, and is remembered in the status.</summary>
/// <param name="options">Whether there is a webhook.</param>
/// <param name="webhooks">Null where there is none.</param>
internal sealed class Creators(IOptions<OperatorOptions> options, IStore<V1MutatingWebhookConfiguration>? webhooks = null)
{
    /// <summary>Whether anybody is recorded at all.</summary>
    public bool AreRecorded => options.Value.Admission.IsOn;

    /// <summary>Who created an object; null where that is not certain.</summary>
    /// <param name="metadata">The object's.</param>
    /// <param name="before">What its status says, which only the operator writes.</param>
    public Subject? Of(V1ObjectMeta metadata, Subject? before) =>
        !AreRecorded ? null
        : before ?? (Since() is { } since && metadata.CreationTimestamp > since && CreatorRecords.Read(metadata) is { } record ? new Subject { Name = record.Name, Uid = record.Uid } : null);

    // In the second in which it was made it had no certificate to be asked with.
    private DateTime? Since() => webhooks?.Get(new ResourceKey("", options.Value.Admission.Configuration))?.Metadata.CreationTimestamp;
}
