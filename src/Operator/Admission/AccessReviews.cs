using Environs.Operator.Cluster;
using Environs.Runtime;
using k8s.Models;
using Microsoft.Extensions.Options;

namespace Environs.Operator.Admission;

/// <summary>Asks the API server what somebody may do.</summary>
internal sealed class AccessReviews(IResourceReader reader, IOptions<OperatorOptions> options) : IDisposable
{
    private readonly SemaphoreSlim turns = new(options.Value.Admission.Reviews);

    /// <summary>Whether a user may do something to an object; every word of who they are counts, as it does for a request of their own.</summary>
    /// <exception cref="ApiException">The API server did not answer.</exception>
    public async Task<bool> MayAsync(V1UserInfo user, V1ResourceAttributes what, CancellationToken cancellation)
    {
        await turns.WaitAsync(cancellation);
        try
        {
            var review = new V1SubjectAccessReview
            {
                Metadata = new V1ObjectMeta(),
                Spec = new V1SubjectAccessReviewSpec { User = user.Username, Uid = user.Uid, Groups = user.Groups, Extra = user.Extra, ResourceAttributes = what },
            };
            return (await reader.AskAsync(Kinds.SubjectAccessReview, review, cancellation)).Status is { Allowed: true, Denied: not true };
        }
        finally
        {
            turns.Release();
        }
    }

    public void Dispose() => turns.Dispose();
}
